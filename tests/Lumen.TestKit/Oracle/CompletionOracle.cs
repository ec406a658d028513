using Lumen.Queries;
using Lumen.Storage;

namespace Lumen.TestKit;

/// <summary>What completion offers, in the plainest form: from all spans, interpreted.</summary>
public static class CompletionOracle
{
    private const int LongestValue = 1_024;

    /// <summary>The keys that spans have.</summary>
    public static AttributeKeyList ListKeys(IReadOnlyList<Span> all, CompletionQuery query, string? incompleteReason)
    {
        var spans = Select(all, query);
        var keys = spans.SelectMany(Attributes)
            .Where(entry => entry.Attribute.Key.StartsWith(query.Prefix, StringComparison.Ordinal))
            .GroupBy(entry => (entry.Level, entry.Attribute.Key))
            .Select(group => new AttributeKeyCount(group.Key.Level, group.Key.Key, group.Count()))
            .OrderByDescending(key => key.Count).ThenBy(key => key.Level).ThenBy(key => key.Key, StringComparer.Ordinal)
            .Take(query.Limit)
            .OrderBy(key => key.Level).ThenBy(key => key.Key, StringComparer.Ordinal);
        return new AttributeKeyList([.. keys], new CompletionBasis(spans.Count, IsWhole: true, incompleteReason));
    }

    /// <summary>The values of an attribute.</summary>
    public static AttributeValueList ListValues(
        IReadOnlyList<Span> all, AttributeLevel level, string key, CompletionQuery query, string? incompleteReason)
    {
        var spans = Select(all, query);
        var values = spans.SelectMany(Attributes)
            .Where(entry => (level == AttributeLevel.Any || entry.Level == level) && entry.Attribute.Key == key)
            .Select(entry => entry.Attribute.Value.ToString())
            .Where(value => value.Length <= LongestValue && value.StartsWith(query.Prefix, StringComparison.Ordinal))
            .GroupBy(value => value)
            .Select(group => new AttributeValueCount(group.Key, group.Count()))
            .OrderByDescending(value => value.Count).ThenBy(value => value.Value, StringComparer.Ordinal)
            .Take(query.Limit);
        return new AttributeValueList([.. values], new CompletionBasis(spans.Count, IsWhole: true, incompleteReason));
    }

    private static List<Span> Select(IReadOnlyList<Span> spans, CompletionQuery query) =>
    [
        .. spans.Where(span => (query.Service is null || span.Service == query.Service)
            && span.StartUnixNano >= query.FromUnixNano && (span.StartUnixNano < query.ToUnixNano || query.ToUnixNano == ulong.MaxValue)),
    ];

    private static IEnumerable<(AttributeLevel Level, KeyValue Attribute)> Attributes(Span span) =>
        span.Attributes.Select(attribute => (AttributeLevel.Span, attribute))
            .Concat(span.Resource.Attributes.Select(attribute => (AttributeLevel.Resource, attribute)))
            .Concat(span.Scope.Attributes.Select(attribute => (AttributeLevel.Scope, attribute)))
            .Concat(span.Events.SelectMany(item => item.Attributes).Select(attribute => (AttributeLevel.Event, attribute)))
            .Concat(span.Links.SelectMany(link => link.Attributes).Select(attribute => (AttributeLevel.Link, attribute)));
}
