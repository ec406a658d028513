using System.Text;
using Lumen.Otlp;

namespace Lumen.Core.Tests.Otlp.Requests;

/// <summary>Short forms of reading a request for tests.</summary>
internal static class Reading
{
    internal static OtlpReadResult Read(ReadOnlySpan<byte> request, OtlpLimits? limits = null)
    {
        var payload = PayloadPool.Instance.Rent(Math.Max(1, request.Length));
        request.CopyTo(payload);
        var result = OtlpRequestReader.Read(payload, request.Length, limits ?? OtlpLimits.Default);
        if (result.Batch is null)
        {
            PayloadPool.Instance.Return(payload);
        }

        return result;
    }

    /// <summary>The spans of a batch as a store would give them back.</summary>
    internal static List<Span> SpansOf(SpanBatch batch)
    {
        var spans = new List<Span>();
        foreach (ref readonly var header in batch.Headers)
        {
            var resource = batch.Resources[header.Resource];
            var scope = batch.Scopes[header.Scope];
            spans.Add(new Span(
                batch.SpanBytes(header).ToArray(),
                new Resource(Bytes(batch, resource.Message), Encoding.UTF8.GetString(Bytes(batch, resource.SchemaUrl))),
                new Scope(Bytes(batch, scope.Message), Encoding.UTF8.GetString(Bytes(batch, scope.SchemaUrl)))));
        }

        return spans;
    }

    private static byte[] Bytes(SpanBatch batch, PayloadRange range) => range.Of(batch.Payload.Span).ToArray();
}
