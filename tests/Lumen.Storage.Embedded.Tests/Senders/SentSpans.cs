using System.Buffers;
using Lumen.Otlp;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.ColumnTests;

namespace Lumen.Storage.Embedded.Senders;

/// <summary>Spans as senders wrote them, put into blocks and compared byte for byte.</summary>
internal static class SentSpans
{
    private const int SpansABlock = 4096;

    /// <summary>The bytes of every span of some requests.</summary>
    internal static List<byte[]> Of(IEnumerable<byte[]> requests)
    {
        var spans = new List<byte[]>();
        foreach (var request in requests)
        {
            var payload = ArrayPool<byte>.Shared.Rent(request.Length);
            request.CopyTo(payload, 0);
            using var batch = OtlpRequestReader.Read(payload, request.Length, OtlpLimits.Default).Batch!;
            foreach (ref readonly var header in batch.Headers)
            {
                spans.Add(batch.Payload.Span.Slice(header.Offset, header.Length).ToArray());
            }
        }

        return spans;
    }

    /// <summary>Demands that blocks give every span back, and keep none as it is.</summary>
    internal static void AssertGivenBack(IReadOnlyList<byte[]> spans)
    {
        var catalog = new Catalog(5);
        foreach (var block in spans.OrderBy(TraceOf).ThenBy(StartOf).Chunk(SpansABlock))
        {
            using var shredded = new ShreddedBlock(catalog, block);
            shredded.AssertGivesBack();
            Assert.Equal(0, shredded.WholeSpans);
        }
    }

    private static TraceId TraceOf(byte[] span) => SpanHeaderReader.TryRead(span, out var header, out _) ? header.TraceId : default;

    private static ulong StartOf(byte[] span) => SpanHeaderReader.TryRead(span, out var header, out _) ? header.StartUnixNano : 0;
}
