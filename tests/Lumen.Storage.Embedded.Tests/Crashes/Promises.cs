using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumen.Storage.Embedded.Crashes;

/// <summary>What killed processes were promised by their store, and whether the store keeps it.</summary>
internal sealed class Promises
{
    /// <summary>As many of the newest are never dropped by retention: they are in the newest bucket, or in the log.</summary>
    private const int NeverDropped = 100;
    private const int Sample = 400;

    private readonly SortedSet<int> _acknowledged = [];
    private readonly HashSet<int> _perhapsDeleted = [];
    private readonly HashSet<int> _deleted = [];
    private readonly HashSet<int> _perhapsPinned = [];
    private readonly HashSet<int> _pinned = [];

    /// <summary>Where the next process begins to number its traces.</summary>
    internal int Next => _acknowledged.Count == 0 ? 1 : _acknowledged.Max + 1_000;

    /// <summary>What was promised, in figures.</summary>
    internal string Summary => string.Create(
        CultureInfo.InvariantCulture, $"{_acknowledged.Count} traces acknowledged, {_deleted.Count} deleted, {_pinned.Count} pinned");

    /// <summary>Takes down a line that a <see cref="CrashWriter"/> printed. One that the kill cut off promised nothing.</summary>
    internal void Note(string line)
    {
        if (line is not [var what, .., ';'] || !int.TryParse(line.AsSpan(1, line.Length - 2), CultureInfo.InvariantCulture, out var trace))
        {
            return;
        }

        var promised = what switch
        {
            '+' => _acknowledged.Add(trace),
            'd' => _perhapsDeleted.Add(trace),
            'D' => _deleted.Add(trace),
            'p' => _perhapsPinned.Add(trace),
            _ => _pinned.Add(trace),
        };
        Assert.True(promised, $"{line} was promised twice.");
    }

    /// <summary>Opens the store and looks.</summary>
    internal async Task AssertKeptAsync(string directory, int newestFrom, Random random)
    {
        await using var store = new EmbeddedTraceStore(
            CrashOptions.Of(directory), TimeProvider.System, NullLogger<EmbeddedTraceStore>.Instance);
        await store.OpenAsync(CancellationToken.None);
        Assert.True(store.Health.Status == StoreStatus.Healthy, string.Join(' ', store.Health.Reasons));
        var dropped = 0;
        foreach (var trace in Candidates(newestFrom, random))
        {
            var found = await store.Reader.FindTraceAsync(StoreUnderTest.SpanOf(trace).TraceId, CancellationToken.None);
            var isThere = found is { IsComplete: true, Spans: [var span] }
                && span.Encoded.Span.SequenceEqual(StoreUnderTest.SpanOf(trace).Encode());
            Assert.True(isThere || found is null, $"trace {trace}: {found?.Spans.Count} spans. {found?.IncompleteReason}");
            Assert.False(isThere && _deleted.Contains(trace), $"Trace {trace} was deleted and is there.");
            if (isThere || _perhapsDeleted.Contains(trace))
            {
                continue;
            }

            // Retention drops the oldest, in order, and nothing that is pinned.
            Assert.False(_pinned.Contains(trace), $"Trace {trace} was pinned and is gone.");
            dropped = trace;
        }

        await AssertNothingOlderAsync(store, dropped);
    }

    private async Task AssertNothingOlderAsync(EmbeddedTraceStore store, int dropped)
    {
        if (dropped == 0)
        {
            return;
        }

        Assert.True(_acknowledged.Count(trace => trace > dropped) >= NeverDropped, $"Trace {dropped} was acknowledged and is gone.");
        foreach (var older in _acknowledged.GetViewBetween(0, dropped).Reverse().Skip(NeverDropped * 4).Take(Sample))
        {
            var found = await store.Reader.FindTraceAsync(StoreUnderTest.SpanOf(older).TraceId, CancellationToken.None);
            Assert.True(found is null || _perhapsPinned.Contains(older), $"Trace {dropped} is gone, and {older} before it is there.");
        }
    }

    /// <summary>Everything of the last process, what matters most, and some of what there was before; ascending.</summary>
    private IEnumerable<int> Candidates(int newestFrom, Random random)
    {
        var older = _acknowledged.Where(trace => trace < newestFrom).ToArray();
        random.Shuffle(older);
        return _acknowledged.Where(trace => trace >= newestFrom).Concat(older.Take(Sample)).Concat(_pinned).Concat(_deleted)
            .Where(_acknowledged.Contains).Distinct().Order();
    }
}
