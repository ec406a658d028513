using System.Collections.Concurrent;

namespace Lumen.Storage.Embedded;

/// <summary>What is wrong just now, by cause. Thread-safe.</summary>
internal sealed class HealthBoard
{
    private const int MostDamages = 20;

    private readonly ConcurrentDictionary<string, (StoreStatus Status, string Reason)> _causes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _damages = new(StringComparer.Ordinal);
    private volatile bool _hasReadingTrouble;

    /// <summary>The state that follows.</summary>
    internal StoreHealth Health
    {
        get
        {
            var causes = _causes.OrderBy(cause => cause.Key, StringComparer.Ordinal).Select(cause => cause.Value)
                .Concat(_damages.Keys.Order(StringComparer.Ordinal).Select(damage => (Status: StoreStatus.Degraded, Reason: damage)))
                .ToList();
            return causes.Count == 0
                ? StoreHealth.Healthy
                : new StoreHealth(causes.Max(cause => cause.Status), [.. causes.Select(cause => cause.Reason)]);
        }
    }

    /// <summary>Something is wrong, or is wrong in another way than before.</summary>
    /// <param name="cause">What the sentence is about; a later report of the same replaces it.</param>
    /// <param name="status">How bad it is.</param>
    /// <param name="reason">A sentence that a person can act on.</param>
    internal void Report(string cause, StoreStatus status, string reason) => _causes[cause] = (status, reason);

    /// <summary>The system did not let us read a bucket, which the next reading of it may mend.</summary>
    internal void ReportReading(string bucket, string reason)
    {
        Report($"reading {bucket}", StoreStatus.Degraded, reason);
        _hasReadingTrouble = true;
    }

    /// <summary>A bucket was read, or is gone. Costs nothing where none has made trouble.</summary>
    internal void ClearReading(Buckets.BucketName bucket)
    {
        if (_hasReadingTrouble)
        {
            Clear($"reading {bucket}");
        }
    }

    /// <summary>
    /// Something is damaged, which no later success mends: it goes with its age. The first ones stand for the rest where there are many.
    /// </summary>
    /// <param name="sentence">What, and what is missing.</param>
    /// <param name="lastWindow">The last window that it concerns.</param>
    /// <returns>Whether it is news.</returns>
    internal bool TryAddDamage(string sentence, long lastWindow) =>
        _damages.Count < MostDamages && _damages.TryAdd(sentence, lastWindow);

    /// <summary>Retention has dropped all windows up to one, and what was damaged in them.</summary>
    internal void ForgetDamage(long droppedUntil)
    {
        foreach (var (sentence, _) in _damages.Where(damage => damage.Value <= droppedUntil))
        {
            _damages.TryRemove(sentence, out _);
        }
    }

    /// <summary>It is over.</summary>
    internal void Clear(string cause) => _causes.TryRemove(cause, out _);
}
