using FsCheck.Xunit;
using Lumen.TestKit;

namespace Lumen.Core.Tests.Spans;

public sealed class SpanTests
{
    [Property(MaxTest = 500)]
    public void ReadEventTimesAndLinkTargets_AnySpan_AreThoseOfItsEventsAndLinks(int seed)
    {
        using var batch = new RandomOtlp(seed).NextRequest(5).ToBatch();
        foreach (var header in batch.Headers)
        {
            var span = new Span(batch.SpanBytes(header).ToArray(), new Resource(default, ""), new Scope(default, ""));

            Assert.Equal(span.Events.Select(happened => happened.TimeUnixNano), span.ReadEventTimes());
            Assert.Equal(span.Links.Select(link => (link.TraceId, link.SpanId)), span.ReadLinkTargets());
        }
    }
}
