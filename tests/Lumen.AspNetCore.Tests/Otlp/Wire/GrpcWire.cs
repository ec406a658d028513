using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Lumen.AspNetCore.Tests.Listener;

namespace Lumen.AspNetCore.Tests.Otlp;

/// <summary>gRPC calls byte by byte: what no client library would send.</summary>
internal sealed class GrpcWire : IDisposable
{
    internal const string ExportPath = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

    private readonly HttpClient _client;

    internal GrpcWire(ListenerUnderTest server) => _client = new HttpClient { BaseAddress = server.Listener.GrpcAddresses[0] };

    public void Dispose() => _client.Dispose();

    /// <summary>A message with its frame.</summary>
    internal static byte[] Frame(ReadOnlySpan<byte> message, byte flag = 0, int? length = null)
    {
        var framed = new byte[5 + message.Length];
        framed[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), length ?? message.Length);
        message.CopyTo(framed.AsSpan(5));
        return framed;
    }

    /// <summary>Sends a call whose body is these bytes.</summary>
    internal Task<GrpcWireAnswer> SendAsync(byte[] body, params (string Name, string Value)[] headers) =>
        SendAsync(new ByteArrayContent(body), CancellationToken.None, headers);

    /// <summary>Sends a call; the headers may replace method, path and content type under the names of their pseudo-headers.</summary>
    internal async Task<GrpcWireAnswer> SendAsync(
        HttpContent body, CancellationToken cancellationToken, params (string Name, string Value)[] headers)
    {
        var all = headers.ToDictionary(header => header.Name, header => header.Value);
        using var request = new HttpRequestMessage(
            new HttpMethod(all.GetValueOrDefault(":method", "POST")), all.GetValueOrDefault(":path", ExportPath))
        {
            Content = body,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(all.GetValueOrDefault("content-type", "application/grpc"));
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        foreach (var (name, value) in all.Where(header => header.Key is not (":method" or ":path" or "content-type")))
        {
            request.Headers.Add(name, value);
        }

        using var response = await _client.SendAsync(request, cancellationToken);
        var content = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return new GrpcWireAnswer(response, content);
    }
}
