using System.Text;
using Lumen.Queries;
using Lumen.Storage.Embedded.Columns;
using Lumen.Storage.Embedded.Segments;
using Lumen.Storage.Embedded.Statistics;

namespace Lumen.Storage.Embedded.Searching;

/// <summary>
/// Rules out blocks in which no number of an attribute satisfies a comparison, by the least and the greatest that each block has of it.
/// </summary>
/// <param name="condition">A comparison of numbers.</param>
/// <param name="columns">The columns of the bucket.</param>
internal sealed class NumberExclusion(SpanCondition condition, ColumnTable columns)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes(condition.Field.Key);

    /// <summary>Takes blocks out in which the comparison can hold on no span.</summary>
    /// <param name="blocks">The blocks in which it may hold.</param>
    /// <param name="statistics">What the blocks hold.</param>
    /// <param name="segment">The segment.</param>
    internal void Narrow(bool[] blocks, BlockStatistics statistics, Segment segment)
    {
        var found = new List<int>();
        foreach (var level in SpanLevels.Of(condition.Field.Level))
        {
            // Attributes that are kept as whole fields have numbers that nobody has written down.
            if (columns.Find(level, isAttribute: false, [SpanTags.AttributeOf(level)]) != ColumnTable.None)
            {
                return;
            }

            if (columns.Find(level, isAttribute: true, _key) is >= ColumnTable.First and var column)
            {
                found.Add(column);
            }
        }

        for (var block = 0; block < Math.Min(blocks.Length, statistics.BlockCount); block++)
        {
            blocks[block] = blocks[block] && (segment.OpaqueBlocks.Contains(block) || MayHold(statistics, block, found));
        }
    }

    private bool MayHold(BlockStatistics statistics, int block, List<int> found) => found.Exists(
        column => statistics.NumbersOf(block, column) is { } numbers && condition.MayHoldBetween(numbers.Least, numbers.Greatest));
}
