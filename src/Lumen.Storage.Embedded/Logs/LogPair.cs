namespace Lumen.Storage.Embedded.Logs;

/// <summary>
/// The two log files, used in turn: window n goes to the file that window n-1 does not use, and a file is free when its windows are in a
/// bucket (rule 1). Thread-safe.
/// </summary>
internal sealed class LogPair(LogFile first, LogFile second) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LogFile[] _files = [first, second];
    private readonly List<long>[] _occupants = [[], []];
    private int _latest = 1;
    private TaskCompletionSource _freed = NewSignal();

    /// <summary>The files, in no order that matters.</summary>
    internal IReadOnlyList<LogFile> Files => _files;

    /// <summary>Makes what is missing of the files, both before the first window, so that a missing one is noticed (rule 10).</summary>
    internal void EnsureBothExist()
    {
        foreach (var file in _files)
        {
            file.EnsureExists();
        }
    }

    /// <summary>Takes the file for the next window, if it is free.</summary>
    /// <param name="window">The window's number.</param>
    /// <param name="freed">Where the file is not free: completes when some file becomes free.</param>
    internal LogFile? TryClaim(long window, out Task freed)
    {
        lock (_lock)
        {
            freed = _freed.Task;
            var next = 1 - _latest;
            if (_occupants[next].Count > 0)
            {
                return null;
            }

            _latest = next;
            _occupants[next].Add(window);
            return _files[next];
        }
    }

    /// <summary>Notes a window that a file was found to hold. Called in the order of their numbers.</summary>
    internal void Occupy(LogFile file, long window)
    {
        lock (_lock)
        {
            _latest = Array.IndexOf(_files, file);
            _occupants[_latest].Add(window);
        }
    }

    /// <summary>Takes a claim back: the window was never written.</summary>
    internal void Unclaim(long window)
    {
        lock (_lock)
        {
            var index = Array.FindIndex(_occupants, occupants => occupants.Remove(window));
            _latest = index < 0 ? _latest : 1 - index;
        }
    }

    /// <summary>Frees the file of a window that is in a bucket now.</summary>
    internal void Free(long window)
    {
        TaskCompletionSource freed;
        lock (_lock)
        {
            var index = Array.FindIndex(_occupants, occupants => occupants.Remove(window));
            if (index < 0 || _occupants[index].Count > 0)
            {
                return;
            }

            _files[index].CutBack();
            freed = _freed;
            _freed = NewSignal();
        }

        freed.SetResult();
    }

    /// <summary>
    /// Overwrites what the files hold of windows that are in buckets. No window may wait to be written, and none begin meanwhile.
    /// </summary>
    /// <param name="active">The file of the window that takes spans; null for none.</param>
    /// <param name="end">Where its frames end.</param>
    /// <param name="lastWindow">The last window that is in a bucket; 0 for none.</param>
    internal void Erase(LogFile? active, long end, long lastWindow)
    {
        foreach (var file in _files)
        {
            file.Erase(file == active ? end : LogFile.FirstFrame, lastWindow);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_files, static file => file.Dispose());

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
