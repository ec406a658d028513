namespace Lumen.Analysis.Tests.Oracle;

/// <summary>
/// Cuts time at every start and end and looks at each piece: no sorting by start, no running maximum, nothing in common with a sweep.
/// </summary>
internal static class OracleTimeline
{
    /// <summary>The maximal stretches of an interval that no cover meets.</summary>
    internal static IReadOnlyList<(ulong Start, ulong End)> Uncovered(ulong start, ulong end, IReadOnlyCollection<OracleSpan> covers)
    {
        var cuts = covers.SelectMany(cover => new[] { cover.Start, cover.End })
            .Where(cut => cut > start && cut < end)
            .Append(start)
            .Append(end)
            .Distinct()
            .Order()
            .ToList();
        var stretches = new List<(ulong Start, ulong End)>();
        foreach (var (pieceStart, pieceEnd) in cuts.Zip(cuts.Skip(1)))
        {
            if (covers.Any(cover => cover.Start <= pieceStart && cover.End >= pieceEnd))
            {
                continue;
            }

            if (stretches.Count > 0 && stretches[^1].End == pieceStart)
            {
                stretches[^1] = (stretches[^1].Start, pieceEnd);
            }
            else
            {
                stretches.Add((pieceStart, pieceEnd));
            }
        }

        return stretches;
    }

    /// <summary>D4.</summary>
    internal static ulong SelfTime(OracleSpan span) =>
        Uncovered(span.Start, span.End, [.. span.Awaited]).Aggregate(0UL, (sum, stretch) => sum + (stretch.End - stretch.Start));

    /// <summary>D8, the gaps of a span.</summary>
    internal static IEnumerable<OracleGap> Gaps(OracleSpan span)
    {
        var meeting = span.Awaited.Where(child => Math.Max(child.Start, span.Start) < Math.Min(child.End, span.End)).ToList();
        return meeting.Count == 0 ? [] : Uncovered(span.Start, span.End, meeting).Select(gap => new OracleGap(
            span.Key,
            KindOf(gap, span),
            gap.Start,
            gap.End,
            meeting.Where(child => child.End == gap.Start).OrderBy(child => child.Start).ThenBy(child => child.Key).FirstOrDefault()?.Key,
            meeting.Where(child => child.Start == gap.End)
                .OrderBy(child => Math.Min(child.End, span.End))
                .ThenBy(child => child.Key)
                .FirstOrDefault()?.Key));
    }

    /// <summary>D8, the gaps of a trace.</summary>
    internal static IReadOnlyList<(ulong Start, ulong End)> TraceGaps(IReadOnlyCollection<OracleSpan> spans) =>
        Uncovered(spans.Min(span => span.Start), spans.Max(span => span.End), spans);

    private static GapKind KindOf((ulong Start, ulong End) gap, OracleSpan span) =>
        gap.Start == span.Start ? GapKind.Leading : gap.End == span.End ? GapKind.Trailing : GapKind.Between;
}
