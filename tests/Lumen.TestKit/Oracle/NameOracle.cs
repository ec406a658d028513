using Lumen.Storage;

namespace Lumen.TestKit;

/// <summary>Which services and operations are listed, in the plainest form: from all spans.</summary>
public static class NameOracle
{
    /// <summary>The services of spans.</summary>
    public static NameList<string> ListServices(IEnumerable<Span> all, NameQuery query, string? incompleteReason) => Cut(
        all.Where(span => query.IsInWindow(span.StartUnixNano)).Select(span => span.Service).Distinct()
            .Where(service => service.StartsWith(query.Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
        query, incompleteReason);

    /// <summary>The operations of a service.</summary>
    public static NameList<Operation> ListOperations(
        IEnumerable<Span> all, string service, NameQuery query, string? incompleteReason) => Cut(
        all.Where(span => span.Service == service && query.IsInWindow(span.StartUnixNano))
            .Select(span => new Operation(span.Name, span.Kind)).Distinct()
            .Where(operation => operation.Name.StartsWith(query.Prefix, StringComparison.Ordinal))
            .OrderBy(operation => operation.Name, StringComparer.Ordinal).ThenBy(operation => operation.Kind),
        query, incompleteReason);

    private static NameList<T> Cut<T>(IEnumerable<T> names, NameQuery query, string? incompleteReason)
    {
        var all = names.ToList();
        return new NameList<T>(
            [.. all.Take(query.Limit)], incompleteReason ?? (all.Count > query.Limit ? NameQuery.DescribeCut(query.Limit) : null));
    }
}
