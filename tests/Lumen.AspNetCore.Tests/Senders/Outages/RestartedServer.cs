using System.Diagnostics;
using Lumen.AspNetCore.Tests.Samples;

namespace Lumen.AspNetCore.Tests.Senders.Outages;

/// <summary>The standalone server with data and ports that it keeps while it is stopped and started again.</summary>
internal sealed class RestartedServer : IAsyncDisposable
{
    private readonly TemporaryFolder _data;
    private readonly (string Name, string Value)[] _variables;
    private readonly Stopwatch _outage = new();

    private RestartedServer(TemporaryFolder data, (string Name, string Value)[] variables, ServerSample running)
    {
        (_data, _variables) = (data, variables);
        Running = running;
    }

    /// <summary>The server; while it is stopped, the one that was.</summary>
    internal ServerSample Running { get; private set; }

    /// <summary>Where it takes OTLP over gRPC.</summary>
    internal Uri Grpc => new($"http://{Running.GrpcEndpoint}");

    /// <summary>Where it takes OTLP over HTTP, with the path.</summary>
    internal Uri Http => Running.OtlpHttp;

    /// <summary>How long it was away.</summary>
    internal TimeSpan Outage => _outage.Elapsed;

    /// <summary>Starts it for the first time, with more variables.</summary>
    internal static async Task<RestartedServer> StartAsync(params (string Name, string Value)[] variables)
    {
        var data = new TemporaryFolder();
        return new RestartedServer(data, variables, await ServerSample.StartAsync(data.Path, variables));
    }

    /// <summary>Asks it to end, and waits until it has.</summary>
    internal async Task StopAsync()
    {
        _outage.Start();
        await Running.Program.TerminateAsync(ServerSample.Bound);
    }

    /// <summary>Starts it on the same ports and data.</summary>
    internal async Task StartAgainAsync()
    {
        var stopped = Running;
        Running = await ServerSample.StartAsync(
            _data.Path, [.. _variables, ("Lumen__OtlpGrpcPorts", $"{Grpc.Port}"), ("Lumen__OtlpHttpPort", $"{Http.Port}")]);
        _outage.Stop();
        await stopped.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Running.DisposeAsync();
        _data.Dispose();
    }
}
