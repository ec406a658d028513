using System.Diagnostics;
using System.Globalization;
using Lumen.TestKit;

namespace Lumen.Storage.Embedded.Crashes;

/// <summary>
/// A process that is killed at any moment of writing, sealing, rewriting, deleting and retention: what it was promised holds, and the next
/// one goes on. <c>LUMEN_KILLS</c> says how often.
/// </summary>
public sealed class KillTests
{
    private const int LongestMilliseconds = 700;

    private static int Rounds => Environment.GetEnvironmentVariable("LUMEN_KILLS") is { Length: > 0 } rounds
        ? int.Parse(rounds, CultureInfo.InvariantCulture)
        : Require.IsAllRequired ? 15 : 4;

    [Fact]
    public async Task Store_OfAProcessThatIsKilledAgainAndAgain_KeepsWhatItPromised()
    {
        var folder = Directory.CreateTempSubdirectory("lumen-kill-");
        try
        {
            var directory = Path.Combine(folder.FullName, "store");
            var promises = new Promises();
            var random = new Random(5);
            for (var round = 0; round < Rounds; round++)
            {
                var first = promises.Next;
                await WriteUntilKilledAsync(directory, first, promises, TimeSpan.FromMilliseconds(random.Next(LongestMilliseconds)));
                await promises.AssertKeptAsync(directory, first, random);
            }

            TestContext.Current.SendDiagnosticMessage("{0} kills, nothing lost: {1}.", Rounds, promises.Summary);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task WriteUntilKilledAsync(string directory, int first, Promises promises, TimeSpan killAfter)
    {
        var program = Path.Combine(AppContext.BaseDirectory,
            typeof(KillTests).Assembly.GetName().Name + (OperatingSystem.IsWindows() ? ".exe" : string.Empty));
        string[] arguments = [CrashWriter.Argument, directory, first.ToString(CultureInfo.InvariantCulture)];
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        Task? killing = null;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            promises.Note(line);
            // From its first promise on: before that it only starts.
            killing ??= KillAsync(process, killAfter);
        }

        await process.WaitForExitAsync();
        await (killing ?? Task.CompletedTask);
    }

    private static async Task KillAsync(Process process, TimeSpan after)
    {
        await Task.Delay(after);
        process.Kill();
    }
}
