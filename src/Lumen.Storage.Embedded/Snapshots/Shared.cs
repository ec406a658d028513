namespace Lumen.Storage.Embedded.Snapshots;

/// <summary>
/// Something that lives as long as anybody holds it: counted, because it owns pooled memory or an open file that must not go while a
/// reader uses it (rule 14). Created with one holder.
/// </summary>
internal abstract class Shared
{
    private int _holders = 1;

    /// <summary>Holds it once more, if it is still alive. Lock-free.</summary>
    internal bool TryHold()
    {
        var holders = Volatile.Read(ref _holders);
        while (holders > 0)
        {
            var seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders)
            {
                return true;
            }

            holders = seen;
        }

        return false;
    }

    /// <summary>Lets go of it; the last one to do so frees it.</summary>
    internal void Release()
    {
        var left = Interlocked.Decrement(ref _holders);
        if (left == 0)
        {
            Free();
        }
        else if (left < 0)
        {
            throw new InvalidOperationException($"{GetType().Name} was released more often than it was held.");
        }
    }

    /// <summary>Gives back what it owns. Runs once, on whichever thread let go last; must not throw.</summary>
    protected abstract void Free();
}
