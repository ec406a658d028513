using System.Net;
using Grpc.Core;
using Lumen.AspNetCore.Tests.Otlp;
using Lumen.AspNetCore.Tests.Protos;
using Lumen.TestKit.Oracle;

namespace Lumen.AspNetCore.Tests.Attacks.Load;

/// <summary>A client with a connection of its own, gRPC or HTTP, that is not ours. For one request at a time.</summary>
internal sealed class AttackSender : IDisposable
{
    private readonly ExportClient? _grpc;
    private readonly HttpClient? _http;

    /// <param name="host">Where to.</param>
    /// <param name="isGrpc">Over which protocol.</param>
    internal AttackSender(AttackedHost host, bool isGrpc)
    {
        _grpc = isGrpc ? new ExportClient(host.Grpc) : null;
        _http = isGrpc ? null : new HttpClient { BaseAddress = host.Http };
    }

    public void Dispose()
    {
        _grpc?.Dispose();
        _http?.Dispose();
    }

    /// <summary>Sends a request and waits for its answer; a connection that ends is an answer too.</summary>
    internal async Task<AttackAnswer> SendAsync(byte[] body)
    {
        try
        {
            return _grpc is null ? await PostAsync(body) : await CallAsync(body);
        }
        catch (HttpRequestException gone)
        {
            return AttackAnswer.None($"{gone}");
        }
    }

    private async Task<AttackAnswer> CallAsync(byte[] body)
    {
        try
        {
            var response = await _grpc!.ExportAsync(ExportRequests.Message(body));
            return Taken(response, "OK");
        }
        catch (RpcException refused)
        {
            var details = refused.Trailers.GetValueBytes("grpc-status-details-bin");
            var delay = details is null ? null : Protos.Status.Parser.ParseFrom(details).Details.Single().Unpack<RetryInfo>().RetryDelay;
            return new AttackAnswer(false, 0, delay?.ToTimeSpan(), $"{refused.StatusCode}");
        }
    }

    private async Task<AttackAnswer> PostAsync(byte[] body)
    {
        using var content = HttpBodies.Protobuf(body);
        using var response = await _http!.PostAsync("v1/traces", content);
        var answer = await response.Content.ReadAsByteArrayAsync();
        return response.StatusCode == HttpStatusCode.OK
            ? Taken(ExportResponse.Parser.ParseFrom(answer), "200")
            : new AttackAnswer(false, 0, response.Headers.RetryAfter?.Delta, $"{(int)response.StatusCode}");
    }

    private static AttackAnswer Taken(ExportResponse response, string what) =>
        new(true, response.PartialSuccess?.RejectedSpans ?? 0, null, what);
}
