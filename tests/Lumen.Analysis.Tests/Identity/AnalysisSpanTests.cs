using Lumen.TestKit;

namespace Lumen.Analysis.Tests.Identity;

public sealed class AnalysisSpanTests
{
    private static readonly SpanLink Link = new(new TraceId(7, 8), new SpanId(9), string.Empty, [], 0, 0);

    [Fact]
    public void From_StoredSpan_TakesWhatTheAnalysisNeeds()
    {
        var stored = new SpanBuilder
        {
            SpanId = new SpanId(2),
            ParentId = new SpanId(1),
            Name = "GET /",
            Kind = SpanKind.Server,
            Status = SpanStatus.Error,
            StartUnixNano = 0,
            EndUnixNano = ulong.MaxValue,
            Links = [Link],
        };
        var span = From(stored, new KeyValue("host.name", AnyValue.Of("web-1")));
        var links = span.Links;
        var expected = new AnalysisSpan
        {
            Id = new SpanId(2),
            ParentId = new SpanId(1),
            Service = "shop",
            Name = "GET /",
            Kind = SpanKind.Server,
            Status = SpanStatus.Error,
            RemoteParent = RemoteParent.Local,
            StartUnixNano = 0,
            EndUnixNano = ulong.MaxValue,
            Host = "web-1",
        };
        Assert.Equal(expected, span with { Links = null });
        Assert.Equal([new AnalysisLink(Link.TraceId, Link.SpanId)], links);
    }

    [Theory]
    [InlineData(0x001u, RemoteParent.Unknown)]
    [InlineData(0x101u, RemoteParent.Local)]
    [InlineData(0x301u, RemoteParent.Remote)]
    [InlineData(0x201u, RemoteParent.Unknown)]
    public void From_FlagsOfASpan_SayWhereItsParentRuns(uint flags, RemoteParent expected) =>
        Assert.Equal(expected, From(new SpanBuilder { Flags = flags }).RemoteParent);

    [Fact]
    public void From_ResourceWithSeveralHostAttributes_PrefersTheIdThenTheFirstAddress()
    {
        var id = new KeyValue("host.id", AnyValue.Of("id"));
        var address = new KeyValue("host.ip", AnyValue.Of([AnyValue.Of("10.0.0.1"), AnyValue.Of("10.0.0.2")]));
        var single = new KeyValue("host.ip", AnyValue.Of("10.0.0.3"));
        var none = new KeyValue("host.ip", AnyValue.Of(Array.Empty<AnyValue>()));
        var name = new KeyValue("host.name", AnyValue.Of("name"));
        Assert.Equal("id", From(new SpanBuilder(), name, address, id).Host);
        Assert.Equal("10.0.0.1", From(new SpanBuilder(), name, address).Host);
        Assert.Equal("10.0.0.3", From(new SpanBuilder(), address, single).Host);
        Assert.Equal("name", From(new SpanBuilder(), name, none).Host);
        Assert.Null(From(new SpanBuilder(), none).Host);
    }

    [Fact]
    public void From_SpanWithoutServiceAndLinks_SaysUnknownServiceAndNoLinks()
    {
        var resource = new Resource(default, string.Empty);
        var span = AnalysisSpan.From(new Span(new SpanBuilder().Encode(), resource, new Scope(default, string.Empty)));
        Assert.Equal("unknown_service", span.Service);
        Assert.Null(span.Links);
    }

    private static AnalysisSpan From(SpanBuilder span, params KeyValue[] attributes) =>
        AnalysisSpan.From(new Span(span.Encode(), OtlpMessages.Resource("shop", attributes), new Scope(default, string.Empty)));
}
