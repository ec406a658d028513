using System.Text.Json.Nodes;
using Lumen.TestKit;

namespace Lumen.Analysis.Tests.Cases;

/// <summary>
/// The acceptance cases, taken from the tests of other tools: each as it is and moved to a realistic time, in several orders of its spans.
/// </summary>
public sealed class CaseTests
{
    private const int Orders = 4;

    private static readonly ulong[] Shifts = [0, 1_700_000_000_000_000_000];

    private static readonly AnalysisOptions AllGaps = new() { MinimumGapNanos = 1 };

    /// <summary>The second number keeps a case from being left out without notice.</summary>
    [Theory]
    [InlineData("crisp", 88)]
    [InlineData("datadog-sublayers", 6)]
    [InlineData("jaeger-adjusters", 2)]
    [InlineData("jaeger-go", 18)]
    [InlineData("jaeger-ui", 45)]
    [InlineData("kibana", 5)]
    [InlineData("lumen-blog", 14)]
    [InlineData("sentry-relay", 7)]
    [InlineData("zipkin-tree", 10)]
    public void Of_CasesOfAFolder_GivesTheRecommendedResult(string folder, int count)
    {
        var cases = InFolder(folder).Where(item => item.Recommended is not null).ToList();
        Assert.Equal(count, cases.Count);
        foreach (var item in cases)
        {
            ForEachVariant(item, AllGaps, answer => AssertQuantities(item, item.Recommended!, answer));
        }
    }

    [Fact]
    public void Of_CasesWithOverlaps_GivesTheRecommendedPathWithoutTolerance()
    {
        var cases = InFolder("crisp").Where(item => item.Recommended?["withThetaZero"] is not null).ToList();
        Assert.Equal(10, cases.Count);
        foreach (var item in cases)
        {
            var strict = AllGaps with { OverlapTolerance = 0 };
            ForEachVariant(item, strict, answer => AssertQuantities(item, item.Recommended!["withThetaZero"]!, answer));
        }
    }

    [Theory]
    [InlineData("crisp", "criticalTime", "criticalTimeNano", 75)]
    [InlineData("jaeger-go", "criticalPath", "criticalPath", 4)]
    [InlineData("jaeger-ui", "criticalPath", "criticalPath", 10)]
    [InlineData("kibana", "criticalPath", "criticalPath", 5)]
    [InlineData("jaeger-ui", "selfTime", "selfTimeNano", 13)]
    [InlineData("lumen-blog", "selfTime", "selfTimeNano", 6)]
    [InlineData("sentry-relay", "selfTime", "selfTimeNano", 7)]
    [InlineData("zipkin-tree", "parents", "parents", 7)]
    public void Of_CasesTheSourceAgreesOn_GivesWhatTheSourceSays(string folder, string agreement, string quantity, int count)
    {
        var cases = InFolder(folder).Where(item => item.Agrees(agreement)).ToList();
        Assert.Equal(count, cases.Count);
        foreach (var item in cases)
        {
            ForEachVariant(item, AllGaps, answer => AssertContains(item, quantity, item.Expected[quantity]!, answer));
        }
    }

    [Fact]
    public void Of_CaseWithChildrenOutsideTheirParent_ReportsATraceGap()
    {
        var item = InFolder("lumen-blog").Single(item => item.RecommendedTraceGaps is not null);
        ForEachVariant(item, AllGaps, answer => AssertEqual(item, "traceGaps", item.RecommendedTraceGaps!, answer));
    }

    [Theory]
    [InlineData("dedupe-identical")]
    [InlineData("dedupe-none")]
    public void Of_Copies_KeepsTheFirst(string name)
    {
        var item = TraceCase.Read(Path.Combine(Require.Shared("cases", "jaeger-adjusters"), $"{name}.json"));
        var kept = TraceAnalysis.Of(item.Spans).Spans.Select(span => span.Source).Order();
        Assert.Equal(item.Expected["keptInputIndexes"]!.AsArray().Select(index => (int)index!), kept);
    }

    private static IEnumerable<TraceCase> InFolder(string folder) => TraceCase.InFolder(Require.Shared("cases", folder));

    private static void ForEachVariant(TraceCase item, AnalysisOptions options, Action<CaseAnswer> assert)
    {
        foreach (var shift in Shifts)
        {
            var spans = item.Spans
                .Select(span => span with { StartUnixNano = span.StartUnixNano + shift, EndUnixNano = span.EndUnixNano + shift })
                .ToArray();
            assert(new CaseAnswer(TraceAnalysis.Of(spans, options), shift));
            for (var order = 1; order <= Orders; order++)
            {
                new Random(order).Shuffle(spans);
                assert(new CaseAnswer(TraceAnalysis.Of(spans, options), shift));
            }
        }
    }

    private static void AssertQuantities(TraceCase item, JsonNode quantities, CaseAnswer answer)
    {
        foreach (var (quantity, wanted) in quantities.AsObject().Where(entry => entry.Key != "withThetaZero"))
        {
            AssertEqual(item, quantity, wanted, answer);
        }
    }

    /// <summary>A source may speak of some of the spans only, and may say 0 where Lumen says nothing.</summary>
    private static void AssertContains(TraceCase item, string quantity, JsonNode wanted, CaseAnswer answer)
    {
        if (wanted is not JsonObject entries)
        {
            AssertEqual(item, quantity, wanted, answer);
            return;
        }

        var given = answer.Quantity(quantity);
        foreach (var (span, value) in entries)
        {
            var said = value is null ? given[span] : given[span] ?? 0;
            Assert.True(JsonNode.DeepEquals(value, said), $"{item.Name}: {quantity} of {span} is {said}, not {value}.");
        }
    }

    private static void AssertEqual(TraceCase item, string quantity, JsonNode? wanted, CaseAnswer answer)
    {
        var given = answer.Quantity(quantity);
        var message = $"{item.Name}: {quantity} is {given?.ToJsonString()}, not {wanted?.ToJsonString()}.";
        Assert.True(JsonNode.DeepEquals(wanted, given), message);
    }
}
