using System.Diagnostics;
using System.Globalization;
using Lumen.TestKit.Programs;

namespace Lumen.AspNetCore.Tests.Senders.Shops;

/// <summary>A program of another language that serves requests, makes spans of them and sends those to Lumen.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    private readonly RunningProgram _program;
    private readonly HttpClient _http;

    private Shop(RunningProgram program, int port)
    {
        _program = program;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = Bound };
    }

    /// <summary>Starts a shop as the README says, with another address, and batches that leave after a fifth of a second.</summary>
    internal static async Task<Shop> StartAsync(ShopKind kind, string protocol, Uri endpoint)
    {
        var command = ShopCommand.Of(kind);
        var environment = ReadmeRow.Variables(command.Row);
        environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol;
        environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint.ToString();
        environment["OTEL_BSP_SCHEDULE_DELAY"] = "200";
        foreach (var (name, value) in command.More)
        {
            environment[name] = value;
        }

        var program = RunningProgram.Start(command.Program, command.Arguments, environment);
        try
        {
            var ready = await program.WaitForLineAsync("The shop listens on ", Bound);
            return new Shop(program, int.Parse(ready.Split(' ')[^1].TrimEnd('.'), CultureInfo.InvariantCulture));
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    /// <summary>Orders something, as the next service in a trace that began elsewhere.</summary>
    internal async Task<ShopOrder> OrderAsync()
    {
        var trace = TraceId.Parse(ActivityTraceId.CreateRandom().ToHexString());
        var caller = SpanId.Parse(ActivitySpanId.CreateRandom().ToHexString());
        using var request = new HttpRequestMessage(HttpMethod.Get, "orders");
        request.Headers.Add("traceparent", $"00-{trace}-{caller}-01");
        using var answer = await _http.SendAsync(request);
        var body = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        var told = body.Split(' ');
        return new ShopOrder(trace, caller, SpanId.Parse(told[0].Split('-')[2]), told.Length > 1 ? SpanId.Parse(told[1]) : null);
    }

    /// <summary>Waits until it complains.</summary>
    internal Task<string> WaitForLineAsync(string text) => _program.WaitForLineAsync(text, Bound);

    /// <summary>Asks it to end, which sends what is left.</summary>
    internal Task CloseAsync() => _program.TerminateAsync(Bound);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _program.DisposeAsync();
    }
}
