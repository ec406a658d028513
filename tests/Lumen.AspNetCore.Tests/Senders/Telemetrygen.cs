using Lumen.TestKit.Programs;

namespace Lumen.AspNetCore.Tests.Senders;

/// <summary>The Collector project's own generator, as a process.</summary>
internal static class Telemetrygen
{
    /// <summary>How long it may run.</summary>
    internal static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    /// <summary>Starts it.</summary>
    internal static async Task<RunningProgram> StartAsync(params string[] arguments) =>
        RunningProgram.Start(Path.Combine(await LoadProgram.UnpackAsync("clients"), "telemetrygen"), arguments);

    /// <summary>Runs it to its end.</summary>
    internal static async Task RunAsync(params string[] arguments)
    {
        await using var running = await StartAsync(arguments);
        Assert.True(await running.WaitForExitAsync(Bound) == 0, running.Output);
    }
}
