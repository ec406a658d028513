using System.Diagnostics;
using System.Text.Json;

namespace Lumen.TestKit.Programs;

/// <summary><c>otlpload</c>, which makes load, verifies that what was acknowledged is stored, and times queries.</summary>
public static class LoadProgram
{
    /// <summary>Runs it to its end; what it reports on the way is shown if it fails.</summary>
    /// <param name="arguments">A command and its flags.</param>
    /// <returns>Its exit code, and the JSON it printed; undefined where it printed none.</returns>
    public static async Task<(int ExitCode, JsonElement Report)> RunAsync(params string[] arguments)
    {
        var program = Path.Combine(await UnpackAsync("load"), "otlpload");
        var (exitCode, printed) = await ReadAsync(program, arguments);
        return (exitCode, printed.Length == 0 ? default : JsonDocument.Parse(printed).RootElement);
    }

    /// <summary>Unpacks the programs of a folder of <c>shared</c>, once.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Where the programs are.</returns>
    public static async Task<string> UnpackAsync(string folder) => (await ReadAsync(Require.Shared(folder, "unpack"), [])).Printed.Trim();

    private static async Task<(int ExitCode, string Printed)> ReadAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var progress = process.StandardError.ReadToEndAsync();
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            Console.Error.WriteLine(await progress);
        }

        return (process.ExitCode, printed);
    }
}
