namespace Lumen.Ingestion;

/// <summary>
/// How many bytes requests may hold in memory at a time, from the first byte of a body until its fate is known. Lock-free and
/// thread-safe.
/// </summary>
public sealed class IntakeBudget
{
    private long _used;

    /// <summary>Makes a budget.</summary>
    /// <param name="capacity">Bytes, at least 1.</param>
    public IntakeBudget(long capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Capacity = capacity;
    }

    /// <summary>How many bytes there are in all.</summary>
    public long Capacity { get; }

    /// <summary>How many bytes are reserved.</summary>
    public long Used => Interlocked.Read(ref _used);

    /// <summary>Reserves bytes, or changes nothing.</summary>
    /// <param name="bytes">How many, at least 0.</param>
    /// <returns>Whether there was room.</returns>
    public bool TryReserve(long bytes)
    {
        // Never above the capacity, not even for a moment: a large request that has no room must not take it from small ones that have.
        var used = Used;
        while (bytes <= Capacity - used)
        {
            var before = Interlocked.CompareExchange(ref _used, used + bytes, used);
            if (before == used)
            {
                return true;
            }

            used = before;
        }

        return false;
    }

    /// <summary>Gives reserved bytes back.</summary>
    /// <param name="bytes">How many were reserved.</param>
    public void Release(long bytes) => Interlocked.Add(ref _used, -bytes);
}
