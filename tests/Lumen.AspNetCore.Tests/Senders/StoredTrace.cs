using System.Net;
using System.Text.Json;
using Lumen.AspNetCore.Tests.Samples;

namespace Lumen.AspNetCore.Tests.Senders;

/// <summary>What a running server has of a trace, by its query API.</summary>
internal static class StoredTrace
{
    /// <summary>The spans of a trace with their parents; none where it has none.</summary>
    internal static async Task<IReadOnlyList<(SpanId Id, SpanId Parent)>> SpansAsync(ServerSample server, TraceId trace)
    {
        using var answer = await server.GetAsync($"api/traces/{trace}");
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return [];
        }

        using var body = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
        return [.. body.RootElement.GetProperty("spans").EnumerateArray().Select(span => (
            SpanId.Parse(span.GetProperty("spanId").GetString()!),
            span.TryGetProperty("parentSpanId", out var parent) ? SpanId.Parse(parent.GetString()!) : default))];
    }

    /// <summary>Waits until what a server has of a trace is as it shall be.</summary>
    internal static async Task BecomesAsync(
        ServerSample server, TraceId trace, Func<IReadOnlyList<(SpanId Id, SpanId Parent)>, bool> condition)
    {
        using var bound = new CancellationTokenSource(ServerSample.Bound);
        while (!condition(await SpansAsync(server, trace)))
        {
            await Task.Delay(50, bound.Token);
        }
    }
}
