using System.Diagnostics;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Samples;

/// <summary>A directory that nobody can write, not even root: an empty file system mounted read-only. Needs root on Linux.</summary>
internal sealed class ReadOnlyMount : IAsyncDisposable
{
    private ReadOnlyMount(string path) => Path = path;

    public string Path { get; }

    public static async Task<ReadOnlyMount> MakeAsync(string path)
    {
        Require.That(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "A read-only mount needs Linux and root.");
        var isMounted = await RunAsync("mount", "-t", "tmpfs", "-o", "ro,size=1m", "lumen-test", path);
        Require.That(isMounted, "This machine does not let a test mount.");
        return new ReadOnlyMount(path);
    }

    public async ValueTask DisposeAsync() => await RunAsync("umount", "--lazy", Path);

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
