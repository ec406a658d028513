using FsCheck.Xunit;
using Lumen.TestKit;

namespace Lumen.Core.Tests.Spans;

public sealed class TraceTests
{
    private static readonly SpanBuilder First = new() { SpanId = new SpanId(1) };

    [Property(MaxTest = 200)]
    public void Spans_OfAnyOrderWithAnyCopies_AreTheSame(int seed)
    {
        var random = new Random(seed);
        var resources = new[] { OtlpMessages.Resource("a"), OtlpMessages.Resource("b") };
        // The same span may come from two resources, and spans may share an id.
        var spans = new RandomOtlp(seed).NextTrace(6).Select(span => span with { SpanId = new SpanId((ulong)random.Next(1, 4)) })
            .SelectMany(span => resources.Take(random.Next(1, 3)).Select(resource => span.Build(resource))).ToArray();
        var expected = new Trace(First.TraceId, spans).Spans;
        var more = spans.Concat(spans.Where(_ => random.Next(2) == 0)).ToArray();
        random.Shuffle(more);
        var actual = new Trace(First.TraceId, more).Spans;
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected.Zip(actual), pair => Assert.True(pair.First.IsCopyOf(pair.Second)));
    }

    [Fact]
    public void Spans_ByStartThenId_AreOrdered()
    {
        var trace = new Trace(First.TraceId, [Build(3, 20), Build(2, 10), Build(1, 20), Build(9, 5)]);
        Assert.Equal([9UL, 2UL, 1UL, 3UL], trace.Spans.Select(span => span.Id.Value));
    }

    [Fact]
    public void Spans_DifferingInBytesResourceScopeOrSchema_AreNoCopies()
    {
        Span[] spans =
        [
            First.Build(), First.Build(), (First with { Name = "other" }).Build(), First.Build(OtlpMessages.Resource("other")),
            First.Build(scope: OtlpMessages.Scope("other")), First.Build(new Resource(OtlpMessages.Resource("service").Encoded, "schema")),
            First.Build(scope: new Scope(default, "schema")),
        ];
        Assert.Equal(6, new Trace(First.TraceId, spans).Spans.Count);
    }

    [Fact]
    public void IsComplete_WithAReason_IsFalse()
    {
        Assert.True(new Trace(First.TraceId, []).IsComplete);
        Assert.False(new Trace(First.TraceId, [], "A block is damaged.").IsComplete);
    }

    [Fact]
    public void Span_OfBytesThatAreNoMessage_Throws() =>
        Assert.Throws<FormatException>(() => new Span(new byte[] { 0x0A, 0x7F }, OtlpMessages.Resource("a"), OtlpMessages.Scope("x")));

    private static Span Build(ulong id, ulong start) =>
        (First with { SpanId = new SpanId(id), StartUnixNano = start, EndUnixNano = start + 1 }).Build();
}
