using Lumen.Queries;

namespace Lumen.AspNetCore.Query.Parameters;

/// <summary>
/// The conditions of a search that are a predicate: the query language, and the filters of daily work under names of their own.
/// </summary>
internal static class PredicateParameters
{
    private static readonly (string Name, Func<string, SpanPredicate> Filter)[] Filters =
    [
        ("namespace", ResourceFilters.Namespace), ("environment", ResourceFilters.Environment), ("version", ResourceFilters.Version),
        ("instance", ResourceFilters.Instance), ("host", ResourceFilters.Host),
    ];

    /// <summary>Reads them; all must hold. What is wrong stands in <see cref="QueryParameters.Problem"/> afterwards.</summary>
    /// <param name="parameters">The request's parameters.</param>
    /// <returns>The predicate; null if there is none.</returns>
    internal static SpanPredicate? Read(QueryParameters parameters)
    {
        var parts = new List<SpanPredicate>();
        foreach (var (name, filter) in Filters)
        {
            if (parameters.Text(name) is { } value)
            {
                AddFilter(parameters, parts, name, () => filter(value));
            }
        }

        if (parameters.Text("q") is { } text)
        {
            AddQuery(parameters, parts, text);
        }

        return Join(parameters, parts);
    }

    private static void AddFilter(QueryParameters parameters, List<SpanPredicate> parts, string name, Func<SpanPredicate> filter)
    {
        try
        {
            parts.Add(filter());
        }
        catch (ArgumentException)
        {
            parameters.Refuse($"'{name}' holds half a character: write well-formed text.");
        }
    }

    private static void AddQuery(QueryParameters parameters, List<SpanPredicate> parts, string text)
    {
        try
        {
            parts.Add(SpanPredicate.Parse(text));
        }
        catch (QuerySyntaxException syntax)
        {
            parameters.Refuse($"'q' does not read {syntax.Message}.");
        }
    }

    private static SpanPredicate? Join(QueryParameters parameters, List<SpanPredicate> parts)
    {
        if (parts.Sum(static part => part.ConditionCount) > SpanPredicate.MaxConditions
            || parts.Exists(static part => part.Depth >= SpanPredicate.MaxDepth))
        {
            parameters.Refuse(
                $"All filters and 'q' together are more than {SpanPredicate.MaxConditions} conditions, or too deep: leave some out.");
            return null;
        }

        return parts.Count == 0 ? null : SpanPredicate.All(parts);
    }
}
