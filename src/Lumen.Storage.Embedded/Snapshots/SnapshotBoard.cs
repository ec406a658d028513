namespace Lumen.Storage.Embedded.Snapshots;

/// <summary>
/// Where the one current snapshot hangs. Readers take it without a lock and never wait for the writer; changes replace it by one
/// reference write (rule 14).
/// </summary>
internal sealed class SnapshotBoard(StoreSnapshot first) : IDisposable
{
    private readonly Lock _changing = new();
    private StoreSnapshot? _current = first;

    /// <summary>Holds the current snapshot, which the caller releases; null when the board is closed.</summary>
    internal StoreSnapshot? Hold()
    {
        // A snapshot that was replaced and freed in between cannot be held; its successor hangs there already.
        StoreSnapshot? current;
        do
        {
            current = Volatile.Read(ref _current);
        }
        while (current is not null && !current.TryHold());
        return current;
    }

    /// <summary>Replaces the snapshot by one made from it.</summary>
    /// <param name="change">Makes the next snapshot; null leaves everything as it is.</param>
    internal void Change(Func<StoreSnapshot, StoreSnapshot?> change)
    {
        StoreSnapshot replaced;
        lock (_changing)
        {
            replaced = _current ?? throw new IOException("The store was closed.");
            if (change(replaced) is not { } next)
            {
                return;
            }

            Volatile.Write(ref _current, next);
        }

        replaced.Release();
    }

    /// <summary>Takes the last snapshot down. Readers that hold it go on.</summary>
    public void Dispose()
    {
        StoreSnapshot? last;
        lock (_changing)
        {
            last = _current;
            Volatile.Write(ref _current, null);
        }

        last?.Release();
    }
}
