namespace Lumen.Analysis;

/// <summary>The union of intervals of time. Pure functions; the input is not changed.</summary>
public static class IntervalUnion
{
    /// <summary>Merges intervals that overlap or touch.</summary>
    /// <param name="intervals">Intervals in any order; empty ones add nothing.</param>
    /// <returns>The fewest disjoint intervals that cover the same instants, in ascending time.</returns>
    /// <remarks>O(n log n).</remarks>
    public static TimeInterval[] Merge(ReadOnlySpan<TimeInterval> intervals)
    {
        var merged = intervals.ToArray();
        return merged[..MergeInPlace(merged)];
    }

    /// <summary>The number of nanoseconds that at least one interval covers.</summary>
    /// <param name="intervals">Intervals in any order; empty ones add nothing.</param>
    /// <remarks>O(n log n).</remarks>
    public static ulong Length(ReadOnlySpan<TimeInterval> intervals)
    {
        var length = 0UL;
        foreach (var interval in Merge(intervals))
        {
            length += interval.DurationNanos;
        }

        return length;
    }

    /// <summary>Sorts the intervals and moves their union to the front; returns its number of intervals.</summary>
    private static int MergeInPlace(Span<TimeInterval> intervals)
    {
        intervals.Sort(static (left, right) => left.StartUnixNano.CompareTo(right.StartUnixNano));
        var count = 0;
        foreach (var interval in intervals)
        {
            if (interval.IsEmpty)
            {
                continue;
            }

            if (count > 0 && interval.StartUnixNano <= intervals[count - 1].EndUnixNano)
            {
                var end = Math.Max(intervals[count - 1].EndUnixNano, interval.EndUnixNano);
                intervals[count - 1] = intervals[count - 1] with { EndUnixNano = end };
            }
            else
            {
                intervals[count++] = interval;
            }
        }

        return count;
    }
}
