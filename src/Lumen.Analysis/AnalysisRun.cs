using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Lumen.Analysis;

/// <summary>One analysis from the input to the result.</summary>
internal static class AnalysisRun
{
    /// <summary>What a span needs in scratch memory, roughly; more is taken where a trace is odd.</summary>
    private const long ScratchBytesPerSpan = 320;

    private const long FixedScratchBytes = 8192;

    internal static TraceAnalysis Analyze(ReadOnlySpan<AnalysisSpan> spans, AnalysisOptions options)
    {
        var arena = new Arena(FixedScratchBytes + (spans.Length * ScratchBytesPerSpan));
        try
        {
            var columns = new SpanColumns(ref arena, spans);
            var scratch = new SortScratch(ref arena, spans.Length);
            var levels = BuildForest(ref arena, in columns, in scratch, options.AdoptOrphans);
            return Explain(ref arena, in columns, in levels, in scratch, options);
        }
        finally
        {
            arena.Dispose();
        }
    }

    private static Levels BuildForest(ref Arena arena, in SpanColumns columns, in SortScratch scratch, bool adoptOrphans)
    {
        var table = new SpanTable(ref arena, columns.Spans.Length);
        var repeated = RepeatedIds.Index(in columns, in table);
        var shared = RepeatedIds.Resolve(ref arena, in columns, in table, repeated);
        var kept = ParentLinks.Resolve(in columns, in table, in shared);
        if (adoptOrphans)
        {
            ParentLinks.AdoptOrphans(in columns);
        }

        var levels = LevelOrder.Build(ref arena, in columns, kept, in scratch);
        if (levels.Count < kept)
        {
            Cycles.Cut(ref arena, in columns);
            levels = LevelOrder.Build(ref arena, in columns, kept, in scratch);
        }

        return levels;
    }

    private static TraceAnalysis Explain(
        ref Arena arena, in SpanColumns columns, in Levels levels, in SortScratch scratch, AnalysisOptions options)
    {
        var order = new TreeOrder(ref arena, in levels);
        var minimumGap = MinimumGap(in levels, options);
        var tolerance = new OverlapTolerance(options.ToleranceMillionths);
        var paths = new ForestPaths(ref arena, in levels, in columns, in scratch, in order, tolerance);
        var gaps = new GapList(ref arena, levels, order, minimumGap);
        var rows = SpanRows.Write(in columns, in levels, in order, paths.CriticalNanos, ref gaps);
        var primary = levels.Count == 0 ? default : rows.AsSpan(0, rows[0].SubtreeSize);
        var totals = new TimeTotals(ref arena, primary);
        return new TraceAnalysis
        {
            Spans = ImmutableCollectionsMarshal.AsImmutableArray(rows),
            Roots = paths.Roots,
            Sections = paths.Sections,
            Bottleneck = Bottleneck.Of(primary),
            Services = totals.Services,
            Operations = totals.Operations,
            Gaps = gaps.ToImmutable(),
            TraceGaps = TraceGaps.Find(in levels, in scratch, minimumGap),
            Diagnostics = DiagnosticList.Of(rows, in columns),
            MinimumGapNanos = minimumGap,
        };
    }

    /// <summary>A gap is never shorter than a nanosecond; one hundredth of the primary root is rounded up.</summary>
    private static ulong MinimumGap(in Levels levels, AnalysisOptions options)
    {
        var duration = levels.Count == 0 ? 0 : levels.End[0] - levels.Start[0];
        return Math.Max(1, options.MinimumGapNanos ?? ((duration / 100) + (duration % 100 == 0 ? 0UL : 1UL)));
    }
}
