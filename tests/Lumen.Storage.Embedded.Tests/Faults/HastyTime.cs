using System.Collections.Concurrent;

namespace Lumen.Storage.Embedded.Faults;

/// <summary>A clock on which every wait is over at once, and which remembers how long it would have been.</summary>
internal sealed class HastyTime : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _delays = new();

    /// <summary>What was waited for, in order.</summary>
    internal IReadOnlyList<TimeSpan> Delays => [.. _delays];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _delays.Enqueue(dueTime);
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
