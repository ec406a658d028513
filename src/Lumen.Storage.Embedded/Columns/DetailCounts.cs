namespace Lumen.Storage.Embedded.Columns;

/// <summary>How many entries a span takes of the streams that are neither columns of values nor of the span itself.</summary>
internal readonly record struct DetailCounts(int EventTimes, int LinkIdBytes)
{
    internal static DetailCounts Of(ReadOnlySpan<FieldOperation> operations)
    {
        var (times, bytes) = (0, 0);
        foreach (var operation in operations)
        {
            times += operation.Kind == FieldKind.EventTime ? 1 : 0;
            bytes += operation.Kind switch
            {
                FieldKind.LinkTraceId => TraceId.Size,
                FieldKind.LinkSpanId => SpanId.Size,
                _ => 0,
            };
        }

        return new DetailCounts(times, bytes);
    }
}
