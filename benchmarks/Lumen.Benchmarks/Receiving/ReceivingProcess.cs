using System.Globalization;
using Lumen.TestKit.Programs;

namespace Lumen.Benchmarks.Receiving;

/// <summary><see cref="ReceivingWorker"/> in a process of its own.</summary>
internal sealed class ReceivingProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromMinutes(1);

    private readonly RunningProgram _program;
    private readonly string[] _addresses;

    private ReceivingProcess(RunningProgram program, string[] addresses)
    {
        _program = program;
        _addresses = addresses;
    }

    public int Id => _program.Id;

    public static async Task<ReceivingProcess> StartAsync()
    {
        var program = RunningProgram.Start(typeof(ReceivingProcess).Assembly.Location, [ReceivingWorker.Command]);
        var line = await program.WaitForLineAsync(ReceivingWorker.Ready, StartBound);
        return new ReceivingProcess(program, line[ReceivingWorker.Ready.Length..].Split(' '));
    }

    /// <summary>Where it takes OTLP over gRPC, or over HTTP.</summary>
    public string Address(bool http) => _addresses[http ? 1 : 0];

    public Task<ReceivingCounts> CountAsync() => ReceivingCounts.ReadAsync(int.Parse(_addresses[2], CultureInfo.InvariantCulture));

    public ValueTask DisposeAsync() => _program.DisposeAsync();
}
