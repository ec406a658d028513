using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Lumen.Otlp;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Otlp;

/// <summary>
/// A request that is damaged somewhere: in its message, in what compresses it, in its gRPC frame, or nowhere. The same seed gives the same.
/// </summary>
/// <param name="seed">The seed.</param>
internal sealed class FuzzedRequest(int seed)
{
    private readonly bool _isJson = seed % 3 == 2;
    private readonly bool _isGzip = seed / 3 % 2 == 1;

    /// <summary>Whether it is a gRPC call; else it is a POST.</summary>
    internal bool IsGrpc { get; } = seed % 3 == 0;

    /// <summary>The request, to be sent once.</summary>
    internal HttpRequestMessage ToMessage(Uri grpc, Uri http)
    {
        var content = new ByteArrayContent(Body());
        content.Headers.ContentType = new MediaTypeHeaderValue(
            IsGrpc ? "application/grpc" : _isJson ? "application/json" : "application/x-protobuf");
        var message = new HttpRequestMessage(
            HttpMethod.Post, IsGrpc ? new Uri(grpc, GrpcWire.ExportPath) : new Uri(http, "v1/traces")) { Content = content };
        if (IsGrpc)
        {
            message.Version = HttpVersion.Version20;
            message.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            message.Headers.Add("grpc-encoding", _isGzip ? "gzip" : "identity");
        }
        else if (_isGzip)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        return message;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"seed {seed}: {(IsGrpc ? "gRPC" : _isJson ? "JSON" : "protobuf")}{(_isGzip ? ", gzip" : string.Empty)}";

    private byte[] Body()
    {
        var damage = seed / 6 % 4;
        var message = new RandomOtlp(seed).NextRequest(2).Encode();
        message = _isJson ? Json(message) : message;
        message = damage is 0 or 3 ? new Mutation(seed).Of(message) : message;
        message = _isGzip ? ExportRequests.Gzip(message) : message;
        message = damage is 1 ? new Mutation(seed).Of(message) : message;
        message = IsGrpc ? GrpcWire.Frame(message, _isGzip ? (byte)1 : (byte)0) : message;
        return damage is 2 or 3 ? new Mutation(~seed).Of(message) : message;
    }

    private static byte[] Json(byte[] request)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            OtlpJsonWriter.WriteRequest(json, request);
        }

        return stream.ToArray();
    }
}
