using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumen.Storage.Embedded.Crashes;

/// <summary>
/// What this program does when a crash test starts it: opens a store and writes as fast as it can, while it deletes and pins traces and
/// lets retention come by, until it is killed. It prints what it was promised, a line each: <c>+7;</c> for a trace that was acknowledged,
/// <c>d7;</c> before and <c>D7;</c> after it is deleted, <c>p7;</c> before and <c>P7;</c> after it is pinned.
/// </summary>
internal sealed class CrashWriter : IAsyncDisposable
{
    internal const string Argument = "--write-until-killed";

    private readonly EmbeddedTraceStore _store;
    private readonly ConcurrentQueue<int> _acknowledged = new();
    private readonly Random _random;

    private CrashWriter(string directory, int seed)
    {
        _store = new EmbeddedTraceStore(CrashOptions.Of(directory), TimeProvider.System, NullLogger<EmbeddedTraceStore>.Instance);
        _random = new Random(seed);
    }

    internal static async Task<int> RunAsync(string directory, string firstTrace)
    {
        var first = int.Parse(firstTrace, CultureInfo.InvariantCulture);
        await using var writer = new CrashWriter(directory, first);
        await writer._store.OpenAsync(CancellationToken.None);
        await Task.WhenAll(Task.Run(() => writer.WriteAsync(first)), Task.Run(writer.ChangeAsync));
        return 0;
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private static void Say(char what, int trace) =>
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}{trace};"));

    private async Task WriteAsync(int first)
    {
        for (var number = first; ; number += 3)
        {
            var requests = Enumerable.Range(number, 3).Select(trace => StoreUnderTest.Request(StoreUnderTest.SpanOf(trace)));
            var batches = requests.Select(request => request.ToBatch()).ToArray();
            var outcomes = new WriteOutcome[batches.Length];
            await _store.WriteAsync(batches, outcomes, CancellationToken.None);
            for (var index = 0; index < batches.Length; index++)
            {
                batches[index].Dispose();
                if (outcomes[index] == WriteOutcome.Stored)
                {
                    Say('+', number + index);
                    _acknowledged.Enqueue(number + index);
                }
            }
        }
    }

    private async Task ChangeAsync()
    {
        while (true)
        {
            await Task.Delay(_random.Next(20));
            for (var skipped = _random.Next(30); skipped > 0; skipped--)
            {
                _acknowledged.TryDequeue(out _);
            }

            if (!_acknowledged.TryDequeue(out var trace))
            {
                continue;
            }

            var id = StoreUnderTest.SpanOf(trace).TraceId;
            switch (_random.Next(5))
            {
                case 0:
                    Say('p', trace);
                    if (await _store.PinTraceAsync(id, CancellationToken.None))
                    {
                        Say('P', trace);
                    }

                    break;
                case 1:
                    await _store.RetireAsync(CancellationToken.None);
                    break;
                default:
                    Say('d', trace);
                    await _store.DeleteTraceAsync(id, CancellationToken.None);
                    Say('D', trace);
                    break;
            }
        }
    }
}
