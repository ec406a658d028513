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

    /// <summary>Whether nothing waits.</summary>
    internal bool IsEmpty => _queue.IsEmpty;

    /// <summary>How many bytes the log holds of the windows of a bucket that wait.</summary>
    internal long BytesOf(long bucket) => _queue.Where(ended => ended.Window?.Bucket == bucket).Sum(ended => ended.Window!.FrameBytes);

    /// <summary>How much memory the names take of the windows of a bucket that wait.</summary>
    internal long NameBytesOf(long bucket) =>
        _queue.Where(ended => ended.Window?.Bucket == bucket).Sum(ended => ended.Window!.Catalog.Bytes);

    /// <summary>The window to write next; it stays until it is removed.</summary>
    internal bool TryPeek(out EndedWindow window) => _queue.TryPeek(out window);

    /// <summary>Lets go of what was not written. It stays in the log.</summary>
    internal void ReleaseAll()
    {
        while (_queue.TryDequeue(out var ended))
        {
            ended.Window?.Release();
        }
    }

    /// <summary>Removes the window that was written.</summary>
    internal void RemoveFirst() => _queue.TryDequeue(out _);
}

/// <summary>A window that takes no more spans, or the end of a bucket.</summary>
/// <param name="Window">The window; null where a bucket ends that has no further one.</param>
/// <param name="EndsBucket">Whether the bucket ends here.</param>
internal readonly record struct EndedWindow(Window? Window, bool EndsBucket);
