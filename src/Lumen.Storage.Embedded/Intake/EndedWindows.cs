using System.Collections.Concurrent;
using Lumen.Storage.Embedded.Windows;

namespace Lumen.Storage.Embedded.Intake;

/// <summary>Windows that take no more spans and wait to be written to their bucket, in the order of their numbers. Thread-safe.</summary>
internal sealed class EndedWindows
{
    private readonly ConcurrentQueue<EndedWindow> _queue = new();

    /// <summary>Raised when there is something to do.</summary>
    internal event Action? Added;

    /// <summary>Adds a window.</summary>
    internal void Add(EndedWindow window)
    {
        _queue.Enqueue(window);
        Added?.Invoke();
    }

    /// <summary>The window to write next; it stays until it is removed.</summary>
    internal bool TryPeek(out EndedWindow window) => _queue.TryPeek(out window);

    /// <summary>Removes the window that was written.</summary>
    internal void RemoveFirst() => _queue.TryDequeue(out _);
}

/// <summary>A window that takes no more spans.</summary>
/// <param name="Window">The window.</param>
/// <param name="EndsBucket">Whether its bucket ends with it.</param>
internal readonly record struct EndedWindow(Window Window, bool EndsBucket);
