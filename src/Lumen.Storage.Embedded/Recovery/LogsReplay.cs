using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Logs;
using Lumen.Storage.Embedded.Snapshots;
using Lumen.Storage.Embedded.Windows;

namespace Lumen.Storage.Embedded.Recovery;

/// <summary>Reads both log files: the windows that are in no bucket yet, by number, and what is missing (rules 9 and 10).</summary>
internal sealed class LogsReplay(StoreContext context, LogPair logs, ChunkPool pool)
{
    private readonly List<FoundWindow> _windows = [];
    private readonly List<Gap> _gaps = [];

    /// <summary>The windows, the oldest first.</summary>
    internal IReadOnlyList<FoundWindow> Windows => _windows;

    /// <summary>What could not be read.</summary>
    internal IReadOnlyList<Gap> Gaps => _gaps;

    /// <summary>The highest number of a window that any frame of a log names; 0 if there is none.</summary>
    internal long HighestWindow { get; private set; }

    /// <summary>
    /// Whether there are windows whose number is not the one in a log: all must be in buckets before a log file is used again.
    /// </summary>
    internal bool MustBeWritten { get; private set; }

    /// <summary>The lowest number of a window that was found; 0 if there is none.</summary>
    internal long FirstWindow => _windows.Select(found => found.Window.Number).DefaultIfEmpty(0).Min();

    /// <summary>Whether a window was found.</summary>
    internal bool Contains(long window) => _windows.Exists(found => found.Window.Number == window);

    /// <summary>Reads the windows behind the last one that is in a bucket.</summary>
    internal void Run(long lastCommitted)
    {
        var missing = new List<LogFile>();
        var cut = new List<LogFile>();
        long mark = 0;
        foreach (var log in logs.Files)
        {
            if (log.OpenExisting() is not { } file)
            {
                missing.Add(log);
                continue;
            }

            if (FileStart.IsCut(file))
            {
                cut.Add(log);
            }

            var replay = new LogReplay(file, context.Seed, pool);
            _windows.AddRange(replay.Run(lastCommitted).Select(window => new FoundWindow(window.Window, log, window.End)));
            HighestWindow = Math.Max(HighestWindow, replay.HighestWindow);
            mark = Math.Max(mark, replay.HighestMark);
            _gaps.AddRange(replay.Damages.Select(damage => new Gap(damage.Window, damage.Window, damage.Sentence)));
            if (replay.EndsTorn)
            {
                context.Log.TornWrite(log.Name);
            }
        }

        if (Math.Max(lastCommitted, HighestWindow) is var last and > 0)
        {
            missing.ForEach(log => NoteLoss(log, last, "is missing"));
        }

        cut.ForEach(log => NoteLoss(log, Math.Max(lastCommitted, HighestWindow), "is shorter than it was"));
        NoteMissingBuckets(_windows.Select(found => found.Window.Number).Append(lastCommitted).Max(), mark);
    }

    /// <summary>
    /// Adds windows from memory whose log was lost (rule 7). One that the log still has is kept once, the longer of the two; one whose
    /// number is in a bucket by now gets another: spans that are stored twice collapse when they are read.
    /// </summary>
    internal void Carry(IReadOnlyList<Window> carried, long lastCommitted, long highestBucket)
    {
        foreach (var window in carried)
        {
            if (window.Number <= lastCommitted)
            {
                Renumber(window, lastCommitted, highestBucket);
            }

            HighestWindow = Math.Max(HighestWindow, window.Number);
            var replayed = _windows.Find(found => found.Window.Number == window.Number);
            if (replayed is null || replayed.Window.View.Count < window.View.Count)
            {
                _windows.RemoveAll(found => found == replayed);
                replayed?.Window.Release();
                window.TryHold();
                _windows.Add(new FoundWindow(window, null, 0));
            }
        }

        if (carried.Count > 0)
        {
            // What the logs lack is in memory.
            _gaps.Clear();
            MustBeWritten = true;
        }
    }

    /// <summary>
    /// Gives another number to a window whose own is that of a bucket that cannot be read: its file must not be written over.
    /// </summary>
    internal void GiveWay(UnreadableBuckets unreadable, long lastCommitted, long highestBucket)
    {
        foreach (var found in _windows.Where(found => unreadable.Contains(found.Window.Number)).ToList())
        {
            Renumber(found.Window, lastCommitted, highestBucket);
            HighestWindow = found.Window.Number;
            _windows[_windows.IndexOf(found)] = found with { Log = null };
            MustBeWritten = true;
        }
    }

    /// <summary>Puts the windows in order, and notes which file each is in.</summary>
    internal void Settle()
    {
        _windows.Sort((left, right) => left.Window.Number.CompareTo(right.Window.Number));
        foreach (var found in _windows)
        {
            if (found.Log is { } log)
            {
                logs.Occupy(log, found.Window.Number);
            }
        }
    }

    /// <summary>Lets go of the windows: the opening failed.</summary>
    internal void Release() => _windows.ForEach(static found => found.Window.Release());

    private void Renumber(Window window, long lastCommitted, long highestBucket)
    {
        var number = Math.Max(highestBucket, Math.Max(lastCommitted, HighestWindow)) + 1;
        window.Renumber(number, number);
    }

    /// <summary>Both files are made before the first window is written, and are never made shorter without saying so.</summary>
    private void NoteLoss(LogFile log, long lastWindow, string what) => _gaps.Add(new Gap(
        lastWindow + 1, lastWindow + 1,
        $"The log file '{log.Name}' in '{context.Files.Directory}' {what}: spans that arrived last before the store was opened may be "
        + "missing."));

    /// <summary>A log that was erased says which window was in a bucket then.</summary>
    private void NoteMissingBuckets(long lastKnown, long mark)
    {
        if (mark > lastKnown)
        {
            _gaps.Add(new Gap(
                lastKnown + 1, mark,
                $"Windows {lastKnown + 1} to {mark} are missing: the newest buckets in '{context.Files.Directory}' are not there."));
        }
    }
}

/// <summary>A window that was found in a log.</summary>
/// <param name="Window">The window, all of it committed.</param>
/// <param name="Log">The file that holds it; null for one that has not the number it has there, or is only in memory.</param>
/// <param name="End">Where its next frame would begin.</param>
internal sealed record FoundWindow(Window Window, LogFile? Log, long End);
