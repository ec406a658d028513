namespace Lumen.Analysis.Tests.Properties;

/// <summary>Invariants 11 to 16: what a change to a forest may and may not change in its paths.</summary>
public sealed class ChangeInvariantTests
{
    [Fact]
    public void Sections_WithoutASubtreeOffThePath_AreUnchanged() => HoldsOfTidy((spans, analysis, options) =>
    {
        for (var row = 0; row < spans.Length; row++)
        {
            var end = row + analysis.Spans[row].SubtreeSize;
            if (analysis.Spans[row].Parent >= 0 && analysis.Spans.Skip(row).Take(end - row).All(span => span.CriticalNanos == 0))
            {
                Assert.Equal(Path(analysis), Path(TraceAnalysis.Of([.. spans[..row], .. spans[end..]], options)));
            }
        }
    });

    [Fact]
    public void Sections_OfClippedForest_AreUnchanged() => HoldsOfTidy((spans, analysis, options) =>
        Assert.Equal(Path(analysis), Path(TraceAnalysis.Of(ClippedForest.Of(spans), options))));

    [Fact]
    public void CriticalNanos_OfSplitLeaf_GoesToItsHalves() => HoldsOfTidy((spans, analysis, options) =>
    {
        foreach (var leaf in analysis.Spans.Where(span => span.SubtreeSize == 1 && span.DurationNanos > 1))
        {
            var whole = spans[leaf.Source];
            var middle = whole.StartUnixNano + (leaf.DurationNanos / 2);
            var half = whole with { ParentId = whole.Id, Kind = SpanKind.Internal };
            var first = half with { Id = new SpanId(whole.Id.Value + 1), EndUnixNano = middle };
            var second = half with { Id = new SpanId(whole.Id.Value + 2), StartUnixNano = middle };
            var split = TraceAnalysis.Of([.. spans, first, second], options);
            Assert.Equal(0UL, Critical(split, whole.Id));
            Assert.Equal(leaf.CriticalNanos, Critical(split, first.Id) + Critical(split, second.Id));
            Assert.Equal(PathWithout(analysis, whole.Id), PathWithout(split, whole.Id, first.Id, second.Id));
        }
    });

    [Fact]
    public void Sections_WithASpanWrapped_AreUnchanged() => HoldsOfTidy((spans, analysis, options) =>
    {
        for (var row = 0; row < spans.Length; row++)
        {
            if (analysis.Spans[row].Parent >= 0)
            {
                var wrapper = spans[row] with { Id = new SpanId(spans[row].Id.Value - 1) };
                var wrapped = spans.ToArray();
                wrapped[row] = spans[row] with { ParentId = wrapper.Id, RemoteParent = RemoteParent.Local };
                Assert.Equal(Path(analysis), Path(TraceAnalysis.Of([.. wrapped, wrapper], options)));
            }
        }
    });

    [Fact]
    public void Sections_OfExtendedRoot_GainItsExtension() => ForestProperty.Holds(forest =>
    {
        const ulong Extension = 17;
        var options = ForestProperty.AllGaps with { OverlapTolerance = 0 };
        var spans = TidyForest.Of(forest);
        var analysis = TraceAnalysis.Of(spans, options);
        var root = analysis.Spans[0];
        if (!root.DurationNanos.Equals(0) && analysis.Spans.All(span => span.Parent != 0 || span.EndUnixNano <= root.EndUnixNano))
        {
            spans[0] = spans[0] with { EndUnixNano = root.EndUnixNano + Extension };
            var extended = TraceAnalysis.Of(spans, options);
            var own = new PathSection(0, root.EndUnixNano, root.EndUnixNano + Extension);
            Assert.Equal(Joined([.. analysis.CriticalPath.ToArray(), own]), Joined(extended.CriticalPath.ToArray()));
        }
    });

    [Fact]
    public void Sections_WithAChildNobodyWaitsFor_AreUnchanged() => HoldsOfTidy((spans, analysis, options) =>
    {
        foreach (var parent in spans)
        {
            var child = parent with { Id = new SpanId(parent.Id.Value + 1), ParentId = parent.Id };
            var consumer = child with { Kind = SpanKind.Consumer, RemoteParent = RemoteParent.Remote };
            var momentary = child with { Kind = SpanKind.Internal, EndUnixNano = child.StartUnixNano };
            foreach (var added in new[] { consumer, momentary })
            {
                var changed = TraceAnalysis.Of([.. spans, added], options);
                Assert.Equal(Path(analysis), Path(changed));
                Assert.Equal(SelfTimes(analysis), SelfTimes(changed).Where(time => time.Key.Id != added.Id));
            }
        }
    });

    private static void HoldsOfTidy(Action<AnalysisSpan[], TraceAnalysis, AnalysisOptions> assert) =>
        ForestProperty.HoldsAtSomeTolerance((forest, options) =>
        {
            var spans = TidyForest.Of(forest);
            assert(spans, TraceAnalysis.Of(spans, options), options);
        });

    private static IEnumerable<(SpanKey Key, ulong Start, ulong End)> Path(TraceAnalysis analysis) => PathWithout(analysis);

    private static IEnumerable<(SpanKey Key, ulong Start, ulong End)> PathWithout(TraceAnalysis analysis, params SpanId[] ids) =>
        analysis.Sections.Select(section => (analysis.Spans[section.Row].Key, section.StartUnixNano, section.EndUnixNano))
            .Where(section => !ids.Contains(section.Key.Id));

    private static IEnumerable<(SpanKey Key, ulong Self)> SelfTimes(TraceAnalysis analysis) =>
        analysis.Spans.Select(span => (span.Key, span.SelfNanos)).OrderBy(time => time.Key);

    private static ulong Critical(TraceAnalysis analysis, SpanId id) => analysis.Spans[analysis.IndexOf(new SpanKey(id, 0))].CriticalNanos;

    private static List<PathSection> Joined(IEnumerable<PathSection> sections)
    {
        var joined = new List<PathSection>();
        foreach (var section in sections)
        {
            if (joined.Count > 0 && joined[^1].Row == section.Row)
            {
                joined[^1] = joined[^1] with { EndUnixNano = section.EndUnixNano };
            }
            else
            {
                joined.Add(section);
            }
        }

        return joined;
    }
}
