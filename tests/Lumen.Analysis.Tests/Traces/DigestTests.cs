using System.Text.Json.Nodes;
using Lumen.TestKit;

namespace Lumen.Analysis.Tests.Traces;

/// <summary>
/// Recorded traces of real systems against what an independent implementation of the definitions says about each.
/// </summary>
public sealed class DigestTests
{
    private static readonly AnalysisOptions AllGaps = new() { MinimumGapNanos = 1 };

    private static readonly AnalysisOptions Strict = AllGaps with { OverlapTolerance = 0 };

    [Theory]
    [InlineData("2022-08-22_03_53_trace")]
    [InlineData("2022-08-23_12_18_trace")]
    [InlineData("2022-08-23_16_42_trace")]
    [InlineData("2023-01-29_08_52_trace")]
    [InlineData("2023-01-30_12_31_trace")]
    [InlineData("ascend")]
    [InlineData("chrome-lthi-cats")]
    [InlineData("envoy")]
    [InlineData("flamegraph-ride-sharing")]
    [InlineData("hotrod-otlp-getTrace-response")]
    [InlineData("messaging")]
    [InlineData("messaging-kafka")]
    [InlineData("messaging2")]
    [InlineData("netflix")]
    [InlineData("pytorch-control")]
    [InlineData("pytorch-ns-resolution")]
    [InlineData("simple-db-p6")]
    [InlineData("skew")]
    [InlineData("smartthings-mobile-web-install")]
    [InlineData("smartthings-oauth-authorization")]
    [InlineData("yelp")]
    public void Of_RecordedTraces_GivesTheExpectedDigest(string name)
    {
        var expected = JsonNode.Parse(File.ReadAllBytes(Require.Shared("traces", "expected", $"{name}.json")))!;
        var traces = RecordedTraces.Read((string)expected["dataset"]!).ToDictionary(trace => trace.TraceId);
        Assert.Equal((int)expected["traceCount"]!, traces.Count);
        Assert.Equal((int)expected["spanCount"]!, traces.Values.Sum(trace => trace.Spans.Length));
        foreach (var digest in expected["traces"]!.AsArray())
        {
            AssertDigest(traces[(string)digest!["traceId"]!], digest.AsObject());
        }
    }

    [Fact]
    public void Of_EveryExpectedDigest_IsTested()
    {
        var names = Directory.EnumerateFiles(Require.Shared("traces", "expected")).Select(Path.GetFileNameWithoutExtension);
        var tested = typeof(DigestTests).GetMethod(nameof(Of_RecordedTraces_GivesTheExpectedDigest))!
            .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false)
            .Select(data => (string?)((InlineDataAttribute)data).Data[0]);
        Assert.Equal(names.Order(StringComparer.Ordinal), tested.Order(StringComparer.Ordinal));
    }

    private static void AssertDigest(RecordedTrace trace, JsonObject expected)
    {
        Assert.Equal((int)expected["spans"]!, trace.Spans.Length);
        AssertValues(trace, expected);
        new Random(expected.Count).Shuffle(trace.Spans);
        AssertValues(trace, expected);
    }

    private static void AssertValues(RecordedTrace trace, JsonObject expected)
    {
        var digest = new TraceDigest(TraceAnalysis.Of(trace.Spans, AllGaps), TraceAnalysis.Of(trace.Spans, Strict));
        foreach (var (name, wanted) in expected.Where(entry => entry.Key is not ("traceId" or "spans")))
        {
            var given = digest.Value(name);
            Assert.True(JsonNode.DeepEquals(wanted, given), $"{trace.TraceId}: {name} is {given}, not {wanted}.");
        }
    }
}
