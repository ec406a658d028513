using System.Buffers;
using System.Buffers.Binary;
using Lumen.Otlp;
using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Windows;

namespace Lumen.Storage.Embedded.Logs;

/// <summary>
/// Makes windows of what a log file holds, by Core's own walk and without judging again what was acknowledged (rules 2 and 9).
/// </summary>
internal sealed class LogReplay(StoreFile file, long seed, ChunkPool pool)
{
    private readonly List<LogDamage> _damages = [];

    /// <summary>What could not be read.</summary>
    internal IReadOnlyList<LogDamage> Damages => _damages;

    /// <summary>The highest number of a window that any frame names, old ones included; 0 if there is none.</summary>
    internal long HighestWindow { get; private set; }

    /// <summary>The highest number of a window that a mark names; 0 if there is none. It must be in a bucket.</summary>
    internal long HighestMark { get; private set; }

    /// <summary>Whether the last write was cut off, which is no damage: it was never acknowledged.</summary>
    internal bool EndsTorn { get; private set; }

    /// <summary>Reads the windows behind the last one that is in a bucket, in the order of their numbers.</summary>
    /// <param name="lastCommitted">That window.</param>
    internal List<ReplayedWindow> Run(long lastCommitted)
    {
        var windows = new List<ReplayedWindow>();
        var frames = LogScan.Run(file, seed);
        HighestWindow = frames.Select(frame => frame.Header.Window).DefaultIfEmpty(0).Max();
        HighestMark = frames.Where(frame => frame.Header.Length == 0).Select(frame => frame.Header.Window).DefaultIfEmpty(0).Max();
        var waiting = frames.Where(frame => frame.Header.Length > 0 && frame.Header.Window > lastCommitted)
            .GroupBy(frame => frame.Header.Window);
        foreach (var group in waiting.OrderBy(group => group.Key))
        {
            var found = WithoutStale(group);
            EndsTorn |= CutTornCommit(found);
            if (found.Count > 0)
            {
                windows.Add(ReplayWindow(group.Key, found));
            }
        }

        var end = windows.Count == 0 ? LogFile.FirstFrame : windows[^1].End;
        EndsTorn |= LogScan.ReadHeader(file, end) is { Kind: FrameKind.Batches } next && next.Window > lastCommitted;
        return windows;
    }

    /// <summary>
    /// Leaves frames out that are there from an earlier attempt: of a commit that a crash cut off, and that later ones wrote over in part.
    /// Sequence numbers tell: they count without a hole where frames touch, and go up where one between them is damaged.
    /// </summary>
    private static List<LogFrame> WithoutStale(IEnumerable<LogFrame> frames)
    {
        var current = new List<LogFrame>();
        var (next, end) = (0, LogFile.FirstFrame);
        foreach (var frame in frames)
        {
            var touches = frame.Position == end;
            if (touches ? frame.Header.Sequence == next : frame.Header.Sequence > next)
            {
                current.Add(frame);
                (next, end) = (frame.Header.Sequence + 1, frame.End);
            }
        }

        return current;
    }

    /// <summary>
    /// A commit of several frames may have been cut off in the middle, with a later one of its frames on disk already. Only a frame that
    /// begins a commit proves that the commit before it was whole.
    /// </summary>
    /// <returns>Whether the last commit was cut off.</returns>
    private static bool CutTornCommit(List<LogFrame> frames)
    {
        var lastCommit = frames.FindLastIndex(frame => !frame.Header.ContinuesCommit);
        for (var index = Math.Max(lastCommit, 0); index < frames.Count; index++)
        {
            var expected = index == 0 ? LogFile.FirstFrame : frames[index - 1].End;
            if (index > lastCommit && frames[index].Position != expected)
            {
                frames.RemoveRange(index, frames.Count - index);
                return true;
            }
        }

        return false;
    }

    private ReplayedWindow ReplayWindow(long number, List<LogFrame> frames)
    {
        var window = new Window(number, frames[0].Header.Bucket, seed, pool);
        var end = LogFile.FirstFrame;
        foreach (var frame in frames)
        {
            if (frame.Position != end)
            {
                Report(number, end, frame.Position, frame.Header.Arrival);
            }

            window.ContinueAt(frame.Header.Sequence);
            ReplayFrame(window, frame);
            end = frame.End;
        }

        window.Commit();
        return new ReplayedWindow(window, end);
    }

    private void ReplayFrame(Window window, in LogFrame frame)
    {
        using var lease = FrameReader.Read(file, frame.Position, Frame.SizeOf(frame.Header.Length), FrameKind.Batches, seed);
        var batches = new List<SpanBatch>();
        try
        {
            if (!TryReadBatches(lease.Payload, batches))
            {
                Report(window.Number, frame.Position, frame.End, frame.Header.Arrival);
            }

            window.Append(batches.ToArray(), frame.Header.Arrival, seed);
        }
        finally
        {
            batches.ForEach(static batch => batch.Dispose());
        }
    }

    private static bool TryReadBatches(ReadOnlySpan<byte> payload, List<SpanBatch> batches)
    {
        while (payload.Length >= sizeof(int))
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(payload);
            if (length < 0 || length > payload.Length - sizeof(int) || ReadBatch(payload.Slice(sizeof(int), length)) is not { } batch)
            {
                return false;
            }

            batches.Add(batch);
            payload = payload[(sizeof(int) + length)..];
        }

        return payload.IsEmpty;
    }

    private static SpanBatch? ReadBatch(ReadOnlySpan<byte> request)
    {
        var array = ArrayPool<byte>.Shared.Rent(request.Length);
        request.CopyTo(array);
        var result = OtlpRequestReader.Read(array, request.Length, OtlpLimits.Accepted);
        if (result.Batch is null)
        {
            ArrayPool<byte>.Shared.Return(array);
        }

        return result.Batch;
    }

    private void Report(long window, long from, long to, long arrival) => _damages.Add(new LogDamage(
        window,
        $"Log file '{file.Name}' is damaged at bytes {from} to {to - 1}: spans of window {window} that arrived before "
        + $"{UnixNanos.Describe(arrival)} are missing."));
}

/// <summary>A stretch of a log file that could not be read.</summary>
/// <param name="Window">The window it belonged to.</param>
/// <param name="Sentence">Which stretch it is, and what is missing.</param>
internal sealed record LogDamage(long Window, string Sentence);

/// <summary>A window that a log file held.</summary>
/// <param name="Window">The window, all of it committed.</param>
/// <param name="End">Where its next frame would begin.</param>
internal readonly record struct ReplayedWindow(Window Window, long End);
