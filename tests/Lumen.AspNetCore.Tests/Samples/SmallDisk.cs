using System.Diagnostics;
using System.Globalization;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Samples;

/// <summary>A file system of some megabytes, in memory, which a test can fill and free. Needs root on Linux.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    public static async Task<SmallDisk> MakeAsync(string path, int mebibytes)
    {
        Require.That(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "A small disk needs Linux and root.");
        var size = string.Create(CultureInfo.InvariantCulture, $"size={mebibytes}m");
        Require.That(await RunAsync("mount", "-t", "tmpfs", "-o", size, "lumen-test", path), "This machine does not let a test mount.");
        return new SmallDisk(path);
    }

    /// <summary>Takes all the room there is, but for some.</summary>
    public async Task FillAsync(int butForMebibytes)
    {
        await using var ballast = File.Create(Ballast);
        var megabyte = new byte[1024 * 1024];
        while (new DriveInfo(Path).AvailableFreeSpace > (butForMebibytes + 1L) * megabyte.Length)
        {
            await ballast.WriteAsync(megabyte);
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(Ballast);

    public async ValueTask DisposeAsync() => await RunAsync("umount", "--lazy", Path);

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
