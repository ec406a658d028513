using System.Buffers;
using System.Text;
using Lumen.Otlp;

namespace Lumen.AspNetCore.Tests.Senders.Exact;

/// <summary>Compares what is stored, byte for byte, with what was sent.</summary>
internal static class ExactBytes
{
    /// <summary>
    /// Every trace that was sent is stored with the very bytes of its spans and of their resources and scopes, and with nothing else. It is
    /// read from the columns of ended buckets, in a copy of the directory that is opened as a store of its own.
    /// </summary>
    /// <returns>How many different spans there are.</returns>
    internal static async Task<int> AreStoredAsync(ReceivingHost host)
    {
        var sent = host.Sent.Received.SelectMany(Spans).ToHashSet();
        await using var store = await host.OpenBackupAsync();
        foreach (var trace in sent.GroupBy(span => span.Trace))
        {
            var found = await store.Reader.FindTraceAsync(trace.Key, TestContext.Current.CancellationToken);
            Assert.NotNull(found);
            Assert.Equal(
                trace.Select(span => span.Bytes).Order(StringComparer.Ordinal), found.Spans.Select(Bytes).Order(StringComparer.Ordinal));
        }

        return sent.Count;
    }

    private static string Bytes(Span span) =>
        Text(span.Encoded.Span, span.Resource.Encoded.Span, span.Resource.SchemaUrl, span.Scope.Encoded.Span, span.Scope.SchemaUrl);

    private static List<(TraceId Trace, string Bytes)> Spans(byte[] request)
    {
        var payload = ArrayPool<byte>.Shared.Rent(request.Length);
        request.CopyTo(payload, 0);
        using var batch = OtlpRequestReader.Read(payload, request.Length, OtlpLimits.Default).Batch!;
        var spans = new List<(TraceId, string)>();
        var bytes = batch.Payload.Span;
        foreach (ref readonly var header in batch.Headers)
        {
            var (resource, scope) = (batch.Resources[header.Resource], batch.Scopes[header.Scope]);
            spans.Add((header.TraceId, Text(
                batch.SpanBytes(header),
                resource.Message.Of(bytes),
                Encoding.UTF8.GetString(resource.SchemaUrl.Of(bytes)),
                scope.Message.Of(bytes),
                Encoding.UTF8.GetString(scope.SchemaUrl.Of(bytes)))));
        }

        return spans;
    }

    private static string Text(
        ReadOnlySpan<byte> span, ReadOnlySpan<byte> resource, string resourceSchema, ReadOnlySpan<byte> scope, string scopeSchema) =>
        $"{Convert.ToHexString(span)} {Convert.ToHexString(resource)} {resourceSchema} {Convert.ToHexString(scope)} {scopeSchema}";
}
