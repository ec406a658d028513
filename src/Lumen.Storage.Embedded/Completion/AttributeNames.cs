using System.Text;
using Lumen.Queries;
using Lumen.Storage.Embedded.Searching;

namespace Lumen.Storage.Embedded.Completion;

/// <summary>Offers keys and values of attributes. For one answer; not thread-safe.</summary>
internal static class AttributeNames
{
    private const int LongestValue = 1_024;

    /// <summary>So many distinct names are counted; what is frequent is among them, as the newest spans come first.</summary>
    private const int MostNames = 100_000;

    /// <summary>Far more bytes than a value that prints so short has: longer ones are not even printed.</summary>
    private const int MostValueBytes = 16 * LongestValue;

    /// <summary>The keys that spans have.</summary>
    internal static AttributeKeyList ListKeys(SearchReading reading, CompletionQuery query, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<(AttributeLevel Level, string Key), long>();
        var prefix = Encoding.UTF8.GetBytes(query.Prefix);
        var basis = new AttributeSample(reading, query).Visit(
            (level, key, _, count) =>
            {
                if (key.StartsWith(prefix))
                {
                    Count(counts, (level, Encoding.UTF8.GetString(key)), count);
                }
            },
            cancellationToken);
        var keys = counts.Select(static entry => new AttributeKeyCount(entry.Key.Level, entry.Key.Key, entry.Value))
            .OrderByDescending(static key => key.Count)
            .ThenBy(static key => key.Level).ThenBy(static key => key.Key, StringComparer.Ordinal)
            .Take(query.Limit)
            .OrderBy(static key => key.Level).ThenBy(static key => key.Key, StringComparer.Ordinal);
        return new AttributeKeyList([.. keys], basis with { IsWhole = basis.IsWhole && counts.Count < MostNames });
    }

    /// <summary>The values of an attribute.</summary>
    internal static AttributeValueList ListValues(
        SearchReading reading, AttributeLevel level, string key, CompletionQuery query, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        var wanted = Encoding.UTF8.GetBytes(key);
        var basis = new AttributeSample(reading, query).Visit(
            (found, name, value, count) =>
            {
                if ((level == AttributeLevel.Any || found == level) && name.SequenceEqual(wanted) && value.Length <= MostValueBytes
                    && AttributeWalk.Print(value) is { Length: <= LongestValue } printed
                    && printed.StartsWith(query.Prefix, StringComparison.Ordinal))
                {
                    Count(counts, printed, count);
                }
            },
            cancellationToken);
        var values = counts.Select(static entry => new AttributeValueCount(entry.Key, entry.Value))
            .OrderByDescending(static value => value.Count).ThenBy(static value => value.Value, StringComparer.Ordinal)
            .Take(query.Limit);
        return new AttributeValueList([.. values], basis with { IsWhole = basis.IsWhole && counts.Count < MostNames });
    }

    private static void Count<TKey>(Dictionary<TKey, long> counts, TKey key, long count)
        where TKey : notnull
    {
        if (counts.TryGetValue(key, out var known) || counts.Count < MostNames)
        {
            counts[key] = known + count;
        }
    }
}
