using Lumen.Storage.Embedded.Files;

namespace Lumen.Storage.Embedded.Retention;

/// <summary>Holds the current <see cref="PinList"/>, and makes every change of it durable before it counts. Thread-safe.</summary>
internal sealed class PinBoard
{
    /// <summary>How many traces can be pinned: each costs a look into every bucket that retention drops.</summary>
    internal const int MostPins = 10_000;

    private readonly Lock _lock = new();
    private readonly StoreFiles _files;
    private readonly long _seed;
    private readonly TimeProvider _time;
    private readonly RetentionSettings _settings;
    private PinList _list;
    private int _unpinnings;

    private PinBoard(StoreContext context, PinList list)
    {
        (_files, _seed, _time, _settings) = (context.Files, context.Seed, context.Time, context.Retention);
        _list = list;
        _settings.Pins = list;
    }

    /// <summary>The pins as they are now.</summary>
    internal PinList Current => Volatile.Read(ref _list);

    /// <summary>How often something was unpinned: then buckets may hold what need not be kept any longer.</summary>
    internal int Unpinnings => Volatile.Read(ref _unpinnings);

    /// <summary>
    /// Reads the pins of a directory. A damaged list is named and begun anew: the traces are there until retention drops them.
    /// </summary>
    /// <param name="context">The store.</param>
    /// <param name="isNew">Whether the directory was deleted while it was open, so that memory knows more than it.</param>
    /// <param name="firstWindow">The first window that there is, in memory, where that is so.</param>
    internal static PinBoard Open(StoreContext context, bool isNew, long firstWindow)
    {
        if (isNew)
        {
            var remembered = context.Retention.Pins with { DroppedUntil = firstWindow - 1 };
            remembered.Write(context.Files, context.Seed, context.Time.GetUnixNanos());
        }

        try
        {
            return new PinBoard(context, PinList.Read(context.Files, context.Seed));
        }
        catch (InvalidDataException damage)
        {
            context.ReportDamage(
                $"{damage.Message} Traces that were pinned in '{context.Files.Directory}' are kept no longer than others.",
                lastWindow: long.MaxValue);
            return new PinBoard(context, PinList.Empty);
        }
    }

    /// <summary>Pins a trace.</summary>
    /// <returns>Whether it was not pinned before.</returns>
    /// <exception cref="InvalidOperationException">There are as many pins as can be.</exception>
    internal bool Pin(TraceId trace) => Change(list =>
    {
        if (list.Pins.ContainsKey(trace))
        {
            return null;
        }

        if (list.Pins.Count >= MostPins)
        {
            throw new InvalidOperationException(
                $"There are {MostPins:N0} pinned traces, which is the most there can be: unpin one first.");
        }

        return list with { Pins = new Dictionary<TraceId, long>(list.Pins) { [trace] = _time.GetUnixNanos() } };
    });

    /// <summary>Takes a pin away.</summary>
    /// <returns>Whether there was one.</returns>
    internal bool Unpin(TraceId trace)
    {
        var changed = Change(list => list.Pins.ContainsKey(trace)
            ? list with { Pins = list.Pins.Where(pin => pin.Key != trace).ToDictionary() }
            : null);
        if (changed)
        {
            Interlocked.Increment(ref _unpinnings);
        }

        return changed;
    }

    /// <summary>Notes that retention is about to drop windows, so that they are not taken for a loss.</summary>
    internal void NoteDropped(long lastWindow) =>
        Change(list => lastWindow > list.DroppedUntil ? list with { DroppedUntil = lastWindow } : null);

    private bool Change(Func<PinList, PinList?> change)
    {
        lock (_lock)
        {
            if (change(_list) is not { } changed)
            {
                return false;
            }

            changed.Write(_files, _seed, _time.GetUnixNanos());
            Volatile.Write(ref _list, changed);
            _settings.Pins = changed;
            return true;
        }
    }
}
