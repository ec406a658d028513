using Lumen.Queries;
using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Columns;
using Lumen.Storage.Embedded.Segments;

namespace Lumen.Storage.Embedded.Searching;

/// <summary>
/// Says, by the postings of a segment, in which of its blocks a condition on attributes can hold on no span: where no span, event or link
/// has the key, or for equality none has the key with a value that prints so, or for a comparison of numbers none of the key's numbers
/// can satisfy it. Immutable.
/// </summary>
internal sealed class AttributePresence
{
    /// <summary>Beyond so many values of one condition, its key is looked up alone.</summary>
    private const int MostValues = 64;

    /// <summary>For each condition that postings say something about, its bit and the blocks in which it may hold.</summary>
    private readonly List<(ulong Bit, bool[] Blocks)> _conditions = [];

    /// <summary>Looks the conditions of a search up; null where there is none that postings say something about.</summary>
    internal static AttributePresence? Of(SpanFilter filter, BucketParts parts, BucketView bucket, Segment segment)
    {
        if (filter.Matcher is not { } matcher || matcher.AttributeConditions == 0)
        {
            return null;
        }

        var presence = new AttributePresence();
        for (var number = 0; number < matcher.Conditions.Count; number++)
        {
            var bit = 1UL << number;
            if ((matcher.AttributeConditions & bit) != 0)
            {
                var condition = matcher.Conditions[number];
                var blocks = BlocksOf(condition, parts, bucket, segment);
                if (condition.IsNumeric)
                {
                    var numbers = new NumberExclusion(condition, parts.CatalogOf(bucket).Columns);
                    numbers.Narrow(blocks, parts.StatisticsOf(bucket, segment), segment);
                }

                presence._conditions.Add((bit, blocks));
            }
        }

        return presence;
    }

    /// <summary>The conditions that no attribute of a span, an event or a link of a block makes true, by their bits.</summary>
    internal ulong FalseIn(int block)
    {
        var bits = 0UL;
        foreach (var (bit, blocks) in _conditions)
        {
            bits |= (uint)block < (uint)blocks.Length && !blocks[block] ? bit : 0;
        }

        return bits;
    }

    private static bool[] BlocksOf(SpanCondition condition, BucketParts parts, BucketView bucket, Segment segment)
    {
        var may = new bool[segment.Blocks.Length];
        foreach (var level in SpanLevels.Of(condition.Field.Level))
        {
            foreach (var posting in PostingsOf(condition, parts.Hashes, level))
            {
                foreach (var block in parts.FindAttributeBlocks(bucket, segment, posting))
                {
                    may[block] = true;
                }
            }
        }

        return may;
    }

    private static IEnumerable<uint> PostingsOf(SpanCondition condition, AttributeHash hashes, SpanLevel level) =>
        condition.Comparison is ConditionOperator.Equal or ConditionOperator.OneOf && condition.Values.Count <= MostValues
            ? condition.Values.Select(value => hashes.OfEquality(level, condition.Field.Key, value))
            : [hashes.OfExistence(level, condition.Field.Key)];
}
