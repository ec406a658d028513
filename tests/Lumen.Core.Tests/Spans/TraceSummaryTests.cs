using FsCheck.Xunit;
using Lumen.TestKit;

namespace Lumen.Core.Tests.Spans;

public sealed class TraceSummaryTests
{
    private static readonly TraceId Id = new SpanBuilder().TraceId;

    [Fact]
    public void Of_ATree_DescribesItByItsRoot()
    {
        var summary = TraceSummary.Of(new Trace(Id, [
            Build(1, 0, 100, 200, "GET /", "frontend"),
            Build(2, 1, 120, 180, "query", "database", SpanStatus.Error),
            Build(3, 1, 130, 260, "late", "frontend"),
        ]));
        Assert.Equal((Id, "frontend", "GET /"), (summary.TraceId, summary.RootService, summary.RootName));
        Assert.Equal((100UL, 160UL), (summary.StartUnixNano, summary.DurationNanos));
        Assert.Equal((3, 1, 0), (summary.SpanCount, summary.ErrorCount, summary.OrphanCount));
        Assert.Equal([new ServiceCount("database", 1, 1), new ServiceCount("frontend", 2, 0)], summary.Services);
    }

    [Fact]
    public void Of_ParentlessOrphanAndCycle_PrefersThemInThatOrder()
    {
        var (root, orphan, one, two) =
            (Build(1, 0, 50, 60, "root"), Build(2, 99, 10, 90, "orphan"), Build(3, 4, 5, 9, "one"), Build(4, 3, 6, 9, "two"));
        Assert.Equal("root", TraceSummary.Of(new Trace(Id, [orphan, root, one, two])).RootName);
        Assert.Equal("orphan", TraceSummary.Of(new Trace(Id, [orphan, one, two])).RootName);
        Assert.Equal("one", TraceSummary.Of(new Trace(Id, [two, one])).RootName);
        Assert.Equal(1, TraceSummary.Of(new Trace(Id, [orphan, root, one, two])).OrphanCount);
    }

    [Fact]
    public void Of_SeveralRoots_TakesTheEarliestThenTheLongestThenTheLeastId()
    {
        Assert.Equal("early", TraceSummary.Of(new Trace(Id, [Build(1, 0, 10, 90, "late"), Build(2, 0, 5, 6, "early")])).RootName);
        Assert.Equal("long", TraceSummary.Of(new Trace(Id, [Build(1, 0, 5, 6, "short"), Build(2, 0, 5, 7, "long")])).RootName);
        Assert.Equal("least", TraceSummary.Of(new Trace(Id, [Build(2, 0, 5, 6, "more"), Build(1, 0, 5, 6, "least")])).RootName);
    }

    [Fact]
    public void Of_EndBeforeStart_HasNoNegativeDuration()
    {
        var summary = TraceSummary.Of(new Trace(Id, [Build(1, 0, 100, 50, "back")]));
        Assert.Equal((100UL, 0UL), (summary.StartUnixNano, summary.DurationNanos));
    }

    [Fact]
    public void Of_NoSpans_Throws() => Assert.Throws<ArgumentException>(() => TraceSummary.Of(new Trace(Id, [])));

    [Property(MaxTest = 200)]
    public void Of_AnyTrace_AddsUp(int seed, byte count)
    {
        var random = new Random(seed);
        var spans = new RandomOtlp(seed).NextTrace(1 + (count % 20))
            .Select(span => span.Build(OtlpMessages.Resource($"service-{random.Next(3)}")));
        var trace = new Trace(Id, spans);
        var summary = TraceSummary.Of(trace);
        Assert.Equal(trace.Spans.Count, summary.SpanCount);
        Assert.Equal(summary.SpanCount, summary.Services.Sum(service => service.SpanCount));
        Assert.Equal(summary.ErrorCount, summary.Services.Sum(service => service.ErrorCount));
        var services = summary.Services.Select(service => service.Service).ToList();
        Assert.Equal(services.Distinct().Order(StringComparer.Ordinal), services);
        Assert.All(trace.Spans, span => Assert.InRange(span.StartUnixNano - summary.StartUnixNano, 0UL, summary.DurationNanos));
    }

    private static Span Build(
        ulong id, ulong parent, ulong start, ulong end, string name, string service = "service", SpanStatus status = SpanStatus.Unset)
    {
        var span = new SpanBuilder
        {
            SpanId = new SpanId(id), ParentId = new SpanId(parent), StartUnixNano = start, EndUnixNano = end, Name = name, Status = status,
        };
        return span.Build(OtlpMessages.Resource(service));
    }
}
