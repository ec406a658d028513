using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lumen.AspNetCore.Otlp;

/// <summary>
/// Answers what is not about traces: UNIMPLEMENTED or 404. Senders that export metrics and logs to the same address are told so in the log,
/// once for each signal. Thread-safe.
/// </summary>
internal sealed partial class OtherSignals(ILogger<OtherSignals> logger)
{
    private static readonly (string Signal, string Service, string Path)[] Known =
    [
        ("metrics", "/opentelemetry.proto.collector.metrics.", "/v1/metrics"),
        ("logs", "/opentelemetry.proto.collector.logs.", "/v1/logs"),
        ("profiles", "/opentelemetry.proto.collector.profiles.", "/v1development/profiles"),
    ];

    private readonly ConcurrentDictionary<string, bool> _told = new();

    /// <summary>Answers a request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? string.Empty;
        var signal = SignalOf(path);
        if (signal is not null && _told.TryAdd(signal, true))
        {
            LogSignalRefused(signal);
        }

        var subject = signal is null ? "Nothing is served at this path" : $"Lumen takes traces and no {signal}";
        if (GrpcRequest.IsCall(context, out _))
        {
            return GrpcReply.WriteAsync(context.Response, new ExportAnswer(RpcCode.Unimplemented, $"{subject}."));
        }

        var format = OtlpMediaType.Parse(context.Request.ContentType) ?? Ingestion.OtlpFormat.Json;
        var answer = new ExportAnswer(RpcCode.NotFound, $"{subject}: traces go to POST {HttpTraceEndpoint.Path}.");
        return HttpReply.WriteAsync(context.Response, answer, format);
    }

    private static string? SignalOf(string path)
    {
        foreach (var (signal, service, route) in Known)
        {
            if (path.StartsWith(service, StringComparison.Ordinal) || path.EndsWith(route, StringComparison.Ordinal))
            {
                return signal;
            }
        }

        return null;
    }

    [LoggerMessage(
        1211,
        LogLevel.Information,
        "A sender exports {Signal} to Lumen, which takes traces only. Turn that exporter off, or point it elsewhere. This is said once.")]
    private partial void LogSignalRefused(string signal);
}
