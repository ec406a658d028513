namespace Lumen.Queries.Text;

/// <summary>Prints predicates, so that the parser reads each back to an equal one.</summary>
internal static class PredicateText
{
    internal static string Print(SpanPredicate predicate) => predicate switch
    {
        SpanConjunction all => string.Join(" and ", all.Parts.Select(PrintPart)),
        SpanDisjunction any => string.Join(" or ", any.Parts.Select(PrintPart)),
        SpanNegation negation => $"not {PrintPart(negation.Part)}",
        SpanCondition condition => Print(condition),
        _ => throw new NotSupportedException($"There is no text form of {predicate.GetType().Name}."),
    };

    private static string PrintPart(SpanPredicate part) =>
        part is SpanConjunction or SpanDisjunction ? $"({Print(part)})" : Print(part);

    private static string Print(SpanCondition condition) => condition.Comparison switch
    {
        ConditionOperator.Exists => $"{condition.Field} exists",
        ConditionOperator.OneOf => $"{condition.Field} in ({string.Join(", ", condition.Values.Select(value => Print(condition, value)))})",
        _ => $"{condition.Field} {SymbolOf(condition.Comparison)} {Print(condition, condition.Values[0])}",
    };

    private static string Print(SpanCondition condition, string value) =>
        condition.IsNumeric || condition.Field.IsDuration || condition.Field.Intrinsic is IntrinsicField.Kind or IntrinsicField.Status
            ? value
            : TextLiteral.Quote(value);

    private static string SymbolOf(ConditionOperator comparison) => comparison switch
    {
        ConditionOperator.Equal => "=",
        ConditionOperator.NotEqual => "!=",
        ConditionOperator.Prefix => "^=",
        ConditionOperator.Less => "<",
        ConditionOperator.LessOrEqual => "<=",
        ConditionOperator.Greater => ">",
        _ => ">=",
    };
}
