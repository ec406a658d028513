namespace Lumen.Storage.Embedded.Snapshots;

/// <summary>
/// Where the one current snapshot hangs. Readers take it without a lock and never wait for the writer; changes replace it by one
/// reference write (rule 14).
/// </summary>
internal sealed class SnapshotBoard(StoreSnapshot first)
{
    private readonly Lock _changing = new();
    private StoreSnapshot _current = first;

    /// <summary>Holds the current snapshot; the caller releases it.</summary>
    internal StoreSnapshot Hold()
    {
        while (true)
        {
            // A snapshot that was replaced and freed in between cannot be held; its successor hangs there already.
            var current = Volatile.Read(ref _current);
            if (current.TryHold())
            {
                return current;
            }
        }
    }

    /// <summary>Replaces the snapshot by one made from it.</summary>
    internal void Change(Func<StoreSnapshot, StoreSnapshot> change)
    {
        StoreSnapshot replaced;
        lock (_changing)
        {
            replaced = _current;
            Volatile.Write(ref _current, change(replaced));
        }

        replaced.Release();
    }
}
