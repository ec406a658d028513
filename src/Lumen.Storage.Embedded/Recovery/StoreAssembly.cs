using Lumen.Storage.Embedded.Backups;
using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Intake;
using Lumen.Storage.Embedded.Logs;
using Lumen.Storage.Embedded.Reading;
using Lumen.Storage.Embedded.Retention;
using Lumen.Storage.Embedded.Rewriting;
using Lumen.Storage.Embedded.Scrubbing;
using Lumen.Storage.Embedded.Snapshots;
using Lumen.Storage.Embedded.Windows;

namespace Lumen.Storage.Embedded.Recovery;

/// <summary>Puts an open store together from what its directory holds. Used once.</summary>
internal sealed class StoreAssembly
{
    private readonly StoreContext _context;
    private readonly LogPair _logs;
    private readonly ChunkPool _pool;
    private readonly UnreadableBuckets _unreadable;
    private readonly BucketOpener _opener;
    private readonly LogsReplay _replay;
    private readonly EndedWindows _ended = new();
    private readonly BucketParts _bucketParts;
    private readonly List<FoundBucket> _buckets = [];

    internal StoreAssembly(StoreContext context, LogPair logs)
    {
        _context = context;
        _logs = logs;
        _pool = new ChunkPool(Math.Min(ChunkPool.MaxChunkBytes, (int)Frame.Align(context.Limits.LogFileBytes / 2)));
        _unreadable = new UnreadableBuckets(context);
        _opener = new BucketOpener(context, _unreadable);
        _replay = new LogsReplay(context, logs, _pool);
        _bucketParts = new BucketParts(context.Seed);
    }

    /// <summary>Builds the store; the caller starts its background work.</summary>
    /// <param name="carried">Windows in memory whose log was lost under them.</param>
    internal StoreSession Build(IReadOnlyList<Window> carried)
    {
        try
        {
            // All that touches a file comes first: what fails here is let go of as a whole.
            var lastWindow = Find(carried);
            // A directory that was deleted while it was open begins with what memory holds of it.
            var pins = PinBoard.Open(_context, isNew: carried.Count > 0 && _buckets.Count == 0, _replay.FirstWindow);
            var growing = _buckets
                .Where(bucket => bucket.Scan is not null)
                .Select(bucket => (Bucket: bucket, Growing: bucket.ToGrowing(_replay.Contains, out var mayGrow), MayGrow: mayGrow))
                .ToList();
            var parts = Connect(lastWindow, pins, keeper => growing.ForEach(found =>
                keeper.Resume(found.Growing, mayGrow: found.MayGrow && found.Bucket == _buckets[^1])));
            return new StoreSession(parts);
        }
        catch
        {
            _replay.Release();
            _buckets.ForEach(static bucket => bucket.View.Bucket.Release());
            throw;
        }
    }

    /// <summary>Reads the directory.</summary>
    /// <returns>The highest number that any window has had.</returns>
    private long Find(IReadOnlyList<Window> carried)
    {
        _buckets.AddRange(_opener.Open());
        var lastCommitted = _buckets.Count == 0 ? 0 : _buckets.Max(bucket => bucket.View.LastWindow);
        _replay.Run(lastCommitted);
        _replay.GiveWay(_unreadable, lastCommitted, _opener.HighestNumber);
        _replay.Carry(carried, lastCommitted, _opener.HighestNumber);
        _replay.Settle();
        _opener.ClearUnborn(_replay.Contains);
        return Math.Max(_opener.HighestNumber, Math.Max(lastCommitted, _replay.HighestWindow));
    }

    /// <summary>Makes the parts, which own from here on what was found.</summary>
    private StoreParts Connect(long lastWindow, PinBoard pins, Action<BucketKeeper> resume)
    {
        var gaps = FindGaps(pins.Current.DroppedUntil);
        var set = new BucketSet(_buckets.Select(bucket => bucket.View));
        var board = new SnapshotBoard(new StoreSnapshot([.. _replay.Windows.Select(found => found.Window.View)], set, gaps));
        set.Release();
        var rewriter = new BucketRewriter(_context, _bucketParts, board);
        var retention = new RetentionKeeper(_context, board, _unreadable, pins, rewriter);
        var keeper = new BucketKeeper(_context, _ended, _logs, board, new BucketWriter(_context, _bucketParts), retention);
        var bounds = new BucketBounds(_context, keeper.BytesOf, keeper.NameBytesOf);
        resume(keeper);
        ResumeBuckets(keeper, bounds);
        var intake = new WindowIntake(_context, _logs, board, _ended, _pool, bounds, lastWindow + 1);
        ResumeWindows(intake, bounds);
        _context.Log.Opened(_context.Files.Directory, _buckets.Count, _replay.Windows.Count,
            _replay.Windows.Sum(found => (long)found.Window.View.Count));
        return new StoreParts
        {
            Context = _context, Logs = _logs, Board = board, Ended = _ended, Intake = intake, Keeper = keeper,
            Reading = new StoreReading(_context, _bucketParts),
            Maintenance = new StoreMaintenance
            {
                Retention = retention, Pins = pins, Scrub = new BucketScrub(_context, board), Backup = new DirectoryBackup(_context, pins),
                Unreadable = _unreadable, Opener = _opener,
                Deletion = new TraceDeletion(_context, _bucketParts, board, rewriter, retention, pins),
            },
        };
    }

    private List<Gap> FindGaps(long droppedUntil)
    {
        // What is set aside, or cannot be read now, explains a hole already.
        var explained = _opener.Gaps.Concat(_unreadable.Gaps).Select(gap => gap.FirstWindow).ToHashSet();
        var holes = GapFinder.Find(
            _buckets.Select(bucket => bucket.View), _replay.Windows.Select(found => found.Window), explained, droppedUntil);
        List<Gap> gaps = [.. _opener.Gaps, .. holes, .. _replay.Gaps];
        gaps.ForEach(gap => _context.ReportDamage(gap.Sentence, gap.LastWindow));
        return [.. gaps, .. _unreadable.Gaps];
    }

    /// <summary>The newest bucket grows on if it may; the others that are not finished are finished in the background.</summary>
    private void ResumeBuckets(BucketKeeper keeper, BucketBounds bounds)
    {
        foreach (var bucket in _buckets.Where(bucket => bucket.Scan is null))
        {
            bucket.View.Bucket.Release();
        }

        if (_buckets.Count > 0 && keeper.Grows(_buckets[^1].View.Number))
        {
            var view = _buckets[^1].View;
            bounds.Resume(view.Number, view.SpanCount, view.FirstArrival);
        }
    }

    private void ResumeWindows(WindowIntake intake, BucketBounds bounds)
    {
        foreach (var found in _replay.Windows)
        {
            bounds.ResumeWith(found.Window);
            if (found == _replay.Windows[^1] && !_replay.MustBeWritten)
            {
                intake.Resume(new ActiveWindow(found.Window, found.Log!, found.End));
            }
            else
            {
                bounds.CountReplayed(found.Window);
                _ended.Add(new EndedWindow(found.Window, EndsBucket: false));
            }
        }

        if (_replay.MustBeWritten)
        {
            intake.WaitForEnded();
        }
    }
}
