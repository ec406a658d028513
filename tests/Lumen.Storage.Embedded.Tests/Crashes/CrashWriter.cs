using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumen.Storage.Embedded.Crashes;

/// <summary>
/// What this program does when a crash test starts it: opens a store and writes, printing the number of each trace that was acknowledged,
/// until it is killed.
/// </summary>
internal static class CrashWriter
{
    internal const string Argument = "--write-until-killed";

    internal static async Task<int> RunAsync(string directory, string firstTrace)
    {
        var first = int.Parse(firstTrace, CultureInfo.InvariantCulture);
        var options = new EmbeddedStoreOptions
        {
            Directory = directory,
            LogFileBytes = 256 * 1024,
            WindowMaxSpans = 100,
            BucketMaxSpans = 400,
            IntakePatience = TimeSpan.FromMinutes(1),
        };
        var store = new EmbeddedTraceStore(options, TimeProvider.System, NullLogger<EmbeddedTraceStore>.Instance);
        await store.OpenAsync(CancellationToken.None);
        for (var number = first; ; number += 3)
        {
            var requests = Enumerable.Range(number, 3).Select(trace => StoreUnderTest.Request(StoreUnderTest.SpanOf(trace)));
            var batches = requests.Select(request => request.ToBatch()).ToArray();
            var outcomes = new WriteOutcome[batches.Length];
            await store.WriteAsync(batches, outcomes, CancellationToken.None);
            for (var index = 0; index < batches.Length; index++)
            {
                batches[index].Dispose();
                if (outcomes[index] == WriteOutcome.Stored)
                {
                    Console.Out.WriteLine((number + index).ToString(CultureInfo.InvariantCulture));
                }
            }
        }
    }
}
