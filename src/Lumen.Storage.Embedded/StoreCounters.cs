namespace Lumen.Storage.Embedded;

/// <summary>What a store counts over its life, through every opening of its directory. Thread-safe.</summary>
internal sealed class StoreCounters
{
    private long _copies;

    /// <summary>How many spans were left out of a bucket because the same were there.</summary>
    internal long Copies => Interlocked.Read(ref _copies);

    internal void CountCopies(long spans) => Interlocked.Add(ref _copies, spans);
}
