using FsCheck.Xunit;
using Lumen.Otlp;
using Lumen.TestKit;
using Lumen.TestKit.Oracle;

namespace Lumen.Ingestion.Tests.Validation;

public sealed class OtlpRequestRepairPropertyTests
{
    private static readonly OtlpLimits Narrow = new() { MaxAttributes = 3, MaxEvents = 1, MaxLinks = 1, MaxValueBytes = 7, MaxDepth = 1 };

    [Property(MaxTest = 500)]
    public void Repair_RequestThatNeedsNone_KeepsEverySpanAsItIs(int seed)
    {
        var request = new RandomOtlp(seed).NextRequest(5).Encode();
        var (repaired, report) = Repairing.RepairBytes(request);
        Assert.Equal(request, repaired);
        Assert.Null(report.Message);
    }

    [Property(MaxTest = 1_000)]
    public void Repair_AnyRequestBeyondTheLimits_IsReadAsItIsAndLosesNoCount(int seed)
    {
        var request = new RandomOtlp(seed).NextRequest(5).Encode();
        var (repaired, report) = Repairing.RepairBytes(request, Narrow);
        Assert.Equal((OtlpReadStatus.Read, SpanFindings.None), Repairing.Read(repaired, Narrow));

        var (before, after) = (SpansOf(request), SpansOf(repaired));
        Assert.Equal(0, report.RejectedSpans);
        Assert.Equal(before.Select(span => span.SpanId), after.Select(span => span.SpanId));
        foreach (var (sent, kept) in before.Zip(after))
        {
            Assert.Equal(Math.Min(sent.Attributes.Count, Narrow.MaxAttributes), kept.Attributes.Count);
            Assert.Equal(Sum(sent.DroppedEventsCount, sent.Events.Count - kept.Events.Count), kept.DroppedEventsCount);
            Assert.Equal(Sum(sent.DroppedLinksCount, sent.Links.Count - kept.Links.Count), kept.DroppedLinksCount);
            Assert.InRange(
                kept.DroppedAttributesCount,
                Sum(sent.DroppedAttributesCount, sent.Attributes.Count - kept.Attributes.Count),
                Sum(sent.DroppedAttributesCount, sent.Attributes.Count));
            Assert.StartsWith(kept.Name, sent.Name, StringComparison.Ordinal);
        }
    }

    [Property(MaxTest = 5_000)]
    public void Repair_MutatedRequest_IsReadAsItIsAndRepairedOnceForAll(int seed)
    {
        var random = new Random(seed);
        var limits = random.Next(2) == 0 ? Narrow : OtlpLimits.Default;
        var request = new RandomOtlp(seed).NextRequest(3).Encode();
        for (var i = random.Next(5); i >= 0; i--)
        {
            request[random.Next(request.Length)] = (byte)random.Next(256);
        }

        var (status, _) = Repairing.Read(request, limits);
        if (status == OtlpReadStatus.Malformed)
        {
            return;
        }

        var (repaired, _) = Repairing.RepairBytes(request, limits);
        Assert.Equal((OtlpReadStatus.Read, SpanFindings.None), Repairing.Read(repaired, limits));
        Assert.Equal(repaired, Repairing.RepairBytes(repaired, limits).Request);
        Assert.NotNull(ExportRequest.Parser.ParseFrom(repaired));
    }

    [Property(MaxTest = 2_000)]
    public void Repair_MessagesInSeveralPieces_MeansWhatTheOracleMerges(int seed)
    {
        var request = new WirePieces(seed).Of(new RandomOtlp(seed).NextRequest(3).Encode());
        var (repaired, _) = Repairing.RepairBytes(request);
        Assert.Equal((OtlpReadStatus.Read, SpanFindings.None), Repairing.Read(repaired));
        Assert.Equal(ExportRequest.Parser.ParseFrom(request), ExportRequest.Parser.ParseFrom(repaired));
    }

    [Property(MaxTest = 2_000)]
    public void Repair_RandomBytes_DoesNotThrow(byte[] bytes) => Assert.NotNull(Repairing.RepairBytes(bytes).Request);

    private static List<TestKit.Oracle.Span> SpansOf(byte[] request) =>
        [.. ExportRequest.Parser.ParseFrom(request).ResourceSpans.SelectMany(spans => spans.ScopeSpans).SelectMany(spans => spans.Spans)];

    private static uint Sum(uint sent, int more) => (uint)Math.Min(uint.MaxValue, sent + (ulong)more);
}
