namespace Lumen.Storage.Embedded.Columns.Shapes;

/// <summary>Refuses operations from a file that no writer makes, so that whoever follows them need not ask.</summary>
internal static class OperationCheck
{
    private const string Refusal = "A shape has operations that do not fit together.";

    /// <summary>Checks the operations of a span.</summary>
    /// <param name="operations">The operations.</param>
    /// <param name="columns">The columns that they may name.</param>
    /// <exception cref="InvalidDataException">They do not fit together.</exception>
    internal static void Check(ReadOnlySpan<FieldOperation> operations, ColumnTable columns)
    {
        var level = SpanLevel.Span;
        for (var index = 0; index < operations.Length; index++)
        {
            var operation = operations[index];
            var isAtItsLevel = operation.Kind switch
            {
                FieldKind.BeginMessage => level == SpanLevel.Span && operation.Level is SpanLevel.Event or SpanLevel.Link,
                FieldKind.EndMessage => level != SpanLevel.Span && operation.Level == level,
                FieldKind.EventTime => level == SpanLevel.Event,
                FieldKind.LinkTraceId or FieldKind.LinkOwnTraceId or FieldKind.LinkSpanId => level == SpanLevel.Link,
                FieldKind.Attribute or FieldKind.Field or FieldKind.Order => operation.Level == level,
                <= FieldKind.End => level == SpanLevel.Span,
                _ => false,
            };
            if (!isAtItsLevel || !HasItsColumn(operation, columns) || !HasItsRun(operations[index..])
                || Math.Max(operation.Width, Math.Max(operation.KeyWidth, operation.ValueWidth)) > FieldOperation.MaxWidth)
            {
                throw new InvalidDataException(Refusal);
            }

            level = operation.Kind switch
            {
                FieldKind.BeginMessage => operation.Level,
                FieldKind.EndMessage => SpanLevel.Span,
                _ => level,
            };
        }

        if (level != SpanLevel.Span)
        {
            throw new InvalidDataException(Refusal);
        }
    }

    private static bool HasItsColumn(FieldOperation operation, ColumnTable columns) => operation.Kind switch
    {
        FieldKind.Order => operation.Column == ColumnTable.Orders,
        FieldKind.Attribute or FieldKind.Field =>
            operation.Column >= ColumnTable.First && columns.Contains(operation.Column)
            && columns[operation.Column].IsAttribute == (operation.Kind == FieldKind.Attribute)
            && columns[operation.Column].Level == operation.Level,
        _ => true,
    };

    /// <summary>Behind an order there are attributes.</summary>
    private static bool HasItsRun(ReadOnlySpan<FieldOperation> operations) =>
        operations[0].Kind != FieldKind.Order || AttributeRun.LengthOf(operations[1..]) >= AttributeRun.Least;
}
