using System.Diagnostics;
using System.Globalization;
using Lumen.TestKit;

namespace Lumen.Storage.Embedded.Crashes;

/// <summary>A process that is killed in the middle of its writes: what it had acknowledged is found, and the next one goes on.</summary>
public sealed class KillTests
{
    private static int Rounds => Require.IsAllRequired ? 12 : 4;

    [Fact]
    public async Task Store_OfAProcessThatIsKilledAgainAndAgain_HoldsEverythingItAcknowledged()
    {
        await using var store = new StoreUnderTest(
            new EmbeddedStoreOptions { LogFileBytes = 256 * 1024, WindowMaxSpans = 100, BucketMaxSpans = 400 });
        var acknowledged = new List<int>();
        var random = new Random(5);
        for (var round = 0; round < Rounds; round++)
        {
            var first = acknowledged.Count == 0 ? 1 : acknowledged.Max() + 1_000;
            acknowledged.AddRange(await WriteUntilKilledAsync(store.Directory, first, random.Next(1, 900)));
            await store.OpenAsync();
            foreach (var number in acknowledged)
            {
                Assert.True(await store.FindAsync(number) is { IsComplete: true, Spans.Count: 1 },
                    $"round {round}: trace {number}. {store.Health}");
            }

            Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
            await store.Store.DisposeAsync();
        }
    }

    private static async Task<List<int>> WriteUntilKilledAsync(string directory, int first, int killAfter)
    {
        var program = Path.Combine(AppContext.BaseDirectory,
            typeof(KillTests).Assembly.GetName().Name + (OperatingSystem.IsWindows() ? ".exe" : string.Empty));
        string[] arguments = [CrashWriter.Argument, directory, first.ToString(CultureInfo.InvariantCulture)];
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var acknowledged = new List<int>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            // A line that is cut off by the kill was not acknowledged to anybody.
            if (int.TryParse(line, CultureInfo.InvariantCulture, out var number) && (acknowledged.Count == 0 || number > acknowledged[^1]))
            {
                acknowledged.Add(number);
            }

            if (acknowledged.Count == killAfter)
            {
                process.Kill();
            }
        }

        await process.WaitForExitAsync();
        return acknowledged;
    }
}
