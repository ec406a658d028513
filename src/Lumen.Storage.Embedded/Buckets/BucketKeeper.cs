using Lumen.Storage.Embedded.Intake;
using Lumen.Storage.Embedded.Logs;
using Lumen.Storage.Embedded.Retention;
using Lumen.Storage.Embedded.Snapshots;

namespace Lumen.Storage.Embedded.Buckets;

/// <summary>
/// Writes ended windows to their buckets, in strict order, hands them over to readers, frees their log files, and finishes buckets that
/// have ended. Runs in the background; what fails throws, and the next run goes on where this one stopped.
/// </summary>
internal sealed class BucketKeeper : IDisposable
{
    /// <summary>What a finished bucket's index takes of its file, at most.</summary>
    private const int IndexShare = 16;

    private readonly StoreContext _context;
    private readonly EndedWindows _ended;
    private readonly LogPair _logs;
    private readonly SnapshotBoard _board;
    private readonly BucketWriter _writer;
    private readonly RetentionKeeper _retention;
    private readonly Queue<GrowingBucket> _unfinished = new();
    private GrowingBucket? _growing;
    private long _growingFor;
    private long _growingBytes;
    private long _growingNameBytes;
    private int _unfinishedCount;

    internal BucketKeeper(
        StoreContext context, EndedWindows ended, LogPair logs, SnapshotBoard board, BucketWriter writer, RetentionKeeper retention)
    {
        _context = context;
        _ended = ended;
        _logs = logs;
        _board = board;
        _writer = writer;
        _retention = retention;
    }

    /// <summary>How many bytes a bucket has, counting those that wait for it uncompressed. Any thread.</summary>
    internal long BytesOf(long bucket) =>
        (Volatile.Read(ref _growingFor) == bucket ? Volatile.Read(ref _growingBytes) : 0) + _ended.BytesOf(bucket);

    /// <summary>
    /// How much memory the names of a bucket take, counting those of the windows that wait for it as if none were shared. Any thread.
    /// </summary>
    internal long NameBytesOf(long bucket) =>
        (Volatile.Read(ref _growingFor) == bucket ? Volatile.Read(ref _growingNameBytes) : 0) + _ended.NameBytesOf(bucket);

    /// <summary>Whether windows may be added to a bucket.</summary>
    internal bool Grows(long bucket) => Volatile.Read(ref _growingFor) == bucket && Volatile.Read(ref _growingBytes) > 0;

    /// <summary>Whether every bucket that ended is finished. Any thread.</summary>
    internal bool IsIdle => Volatile.Read(ref _unfinishedCount) == 0;

    /// <summary>Goes on with a bucket that was found at open. Before the first run.</summary>
    internal void Resume(GrowingBucket bucket, bool mayGrow)
    {
        if (mayGrow)
        {
            (_growing, _growingFor) = (bucket, bucket.Bucket.Number);
            NoteGrowth(bucket);
        }
        else
        {
            Enqueue(bucket);
        }
    }

    /// <summary>Does all there is to do.</summary>
    internal void Run(CancellationToken cancellationToken)
    {
        while (_ended.TryPeek(out var next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            FinishWhileNamesTakeTooMuch(cancellationToken);
            if (next.Window is { } window)
            {
                Write(window);
            }

            if (next.EndsBucket)
            {
                EndBucket();
            }

            _ended.RemoveFirst();
        }

        while (_unfinished.Count > 0)
        {
            FinishFirst(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        EndBucket();
        while (_unfinished.TryDequeue(out var bucket))
        {
            bucket.Bucket.Release();
        }

        _writer.Dispose();
    }

    /// <summary>
    /// Windows come first, so that their log files become free; but the names of buckets that are not finished are in memory.
    /// </summary>
    private void FinishWhileNamesTakeTooMuch(CancellationToken cancellationToken)
    {
        while (_unfinished.Sum(static bucket => bucket.Catalog.Bytes) >= _context.Options.BucketMaxNameBytes)
        {
            FinishFirst(cancellationToken);
        }
    }

    private void FinishFirst(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Finish(_unfinished.Peek());
        _unfinished.Dequeue();
        Volatile.Write(ref _unfinishedCount, _unfinished.Count);
    }

    private void Write(Windows.Window window)
    {
        if (_growing is not null && _growingFor != window.Bucket)
        {
            EndBucket();
        }

        var growing = _growing ?? Create(window);
        if (growing.Segments.Count == 0 || growing.Segments[^1].LastWindow < window.Number)
        {
            _retention.MakeRoom(window.FrameBytes);
            _writer.Write(growing, window.View);
            CountCopies(window, growing);
        }

        NoteGrowth(growing);
        _board.Change(snapshot => snapshot.HandOver(window.Number, growing.View()));
        _logs.Free(window.Number);
        window.Release();
    }

    /// <summary>Of spans that came through a log, an earlier process may have counted the first copy: they are left out.</summary>
    private void CountCopies(Windows.Window window, GrowingBucket bucket)
    {
        if (!window.IsReplayed)
        {
            _context.Counters.CountCopies(window.View.Count - bucket.Segments[^1].Outline.SpanCount);
        }
    }

    private void NoteGrowth(GrowingBucket bucket)
    {
        Volatile.Write(ref _growingNameBytes, bucket.Catalog.Bytes);
        Volatile.Write(ref _growingBytes, bucket.Length);
    }

    private GrowingBucket Create(Windows.Window window)
    {
        _growing = _writer.Create(window.Number);
        _growingFor = window.Bucket;
        return _growing;
    }

    private void EndBucket()
    {
        if (_growing is { } ended)
        {
            _growing = null;
            Volatile.Write(ref _growingBytes, 0);
            Enqueue(ended);
        }
    }

    private void Enqueue(GrowingBucket ended)
    {
        _unfinished.Enqueue(ended);
        Volatile.Write(ref _unfinishedCount, _unfinished.Count);
    }

    private void Finish(GrowingBucket bucket)
    {
        try
        {
            if (bucket.Segments.Count > 0 && _retention.IsKept(bucket.Bucket.Number))
            {
                _retention.MakeRoom(bucket.Length / IndexShare);
                var finished = _writer.Finish(bucket);
                // It may have been dropped or rewritten while it was being finished.
                _board.Change(snapshot =>
                    ReferenceEquals(snapshot.Buckets.Find(finished.Number)?.Bucket, finished.Bucket) ? snapshot.With(finished) : null);
            }
        }
        catch (InvalidDataException damage)
        {
            // It stays readable through the postings of its windows, where those are intact.
            _context.ReportDamage(
                $"The bucket '{bucket.Bucket.Name}' cannot be finished: {damage.Message}", bucket.Segments[^1].LastWindow);
        }

        bucket.Bucket.Release();
    }
}
