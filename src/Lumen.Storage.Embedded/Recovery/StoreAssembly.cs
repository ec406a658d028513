using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Intake;
using Lumen.Storage.Embedded.Logs;
using Lumen.Storage.Embedded.Reading;
using Lumen.Storage.Embedded.Retention;
using Lumen.Storage.Embedded.Snapshots;
using Lumen.Storage.Embedded.Windows;

namespace Lumen.Storage.Embedded.Recovery;

/// <summary>Puts an open store together from what its directory holds. Used once.</summary>
internal sealed class StoreAssembly(StoreContext context, DirectoryLock directoryLock, LogPair logs)
{
    private readonly ChunkPool _pool = new(Math.Min(ChunkPool.MaxChunkBytes, (int)Frame.Align(context.Limits.LogFileBytes / 2)));
    private readonly BucketOpener _opener = new(context);
    private readonly EndedWindows _ended = new();
    private readonly BucketParts _bucketParts = new(context.Seed);

    /// <summary>Builds the store; the caller starts its background work.</summary>
    /// <param name="carried">Windows in memory whose log was lost under them.</param>
    internal StoreSession Build(IReadOnlyList<Window> carried)
    {
        var buckets = new List<FoundBucket>();
        try
        {
            buckets.AddRange(_opener.Open());
            var lastCommitted = buckets.Count == 0 ? 0 : buckets.Max(bucket => bucket.View.LastWindow);
            var replay = new LogsReplay(context, logs, _pool);
            replay.Run(lastCommitted);
            replay.Carry(carried, lastCommitted, _opener.HighestNumber);
            _opener.ClearUnborn(replay.Contains);
            return Connect(buckets, replay, Math.Max(_opener.HighestNumber, Math.Max(lastCommitted, replay.HighestWindow)));
        }
        catch
        {
            buckets.ForEach(static bucket => bucket.View.Bucket.Release());
            throw;
        }
    }

    private StoreSession Connect(List<FoundBucket> buckets, LogsReplay replay, long lastWindow)
    {
        var set = new BucketSet(buckets.Select(bucket => bucket.View));
        var board = new SnapshotBoard(
            new StoreSnapshot([.. replay.Windows.Select(found => found.Window.View)], set, FindGaps(buckets, replay)));
        set.Release();
        var retention = new RetentionKeeper(context, board, context.Limits.MaxBytes);
        var keeper = new BucketKeeper(context, _ended, logs, board, new BucketWriter(context, _bucketParts), retention);
        var bounds = new BucketBounds(context, keeper.BytesOf);
        ResumeBuckets(buckets, replay, keeper, bounds);
        var intake = new WindowIntake(context, logs, board, _ended, _pool, bounds, lastWindow + 1);
        ResumeWindows(replay, intake, bounds);
        context.Log.Opened(context.Files.Directory, buckets.Count, replay.Windows.Count,
            replay.Windows.Sum(found => (long)found.Window.View.Count));
        return new StoreSession(new StoreParts
        {
            Context = context, Lock = directoryLock, Logs = logs, Board = board, Ended = _ended, Intake = intake, Keeper = keeper,
            Retention = retention, Reading = new StoreReading(context, _bucketParts),
        });
    }

    private List<Gap> FindGaps(List<FoundBucket> buckets, LogsReplay replay)
    {
        var aside = _opener.Gaps.Select(gap => gap.FirstWindow).ToHashSet();
        var holes = GapFinder.Find(buckets.Select(bucket => bucket.View), replay.Windows.Select(found => found.Window), aside);
        List<Gap> gaps = [.. _opener.Gaps, .. holes, .. replay.Gaps];
        gaps.ForEach(gap => context.ReportDamage(gap.Sentence));
        return gaps;
    }

    /// <summary>The newest bucket grows on if it may; the others that are not finished are finished in the background.</summary>
    private static void ResumeBuckets(List<FoundBucket> buckets, LogsReplay replay, BucketKeeper keeper, BucketBounds bounds)
    {
        foreach (var bucket in buckets)
        {
            if (bucket.Scan is null)
            {
                bucket.View.Bucket.Release();
                continue;
            }

            var growing = bucket.ToGrowing(replay.Contains, out var mayGrow);
            var grows = mayGrow && bucket == buckets[^1];
            keeper.Resume(growing, grows);
            if (grows)
            {
                bounds.Resume(bucket.View.Number, bucket.View.SpanCount, bucket.View.FirstArrival);
            }
        }
    }

    private void ResumeWindows(LogsReplay replay, WindowIntake intake, BucketBounds bounds)
    {
        foreach (var found in replay.Windows)
        {
            bounds.ResumeWith(found.Window);
            if (found == replay.Windows[^1] && !replay.HasCarried)
            {
                intake.Resume(new ActiveWindow(found.Window, found.Log!, found.End));
            }
            else
            {
                bounds.CountReplayed(found.Window);
                _ended.Add(new EndedWindow(found.Window, EndsBucket: false));
            }
        }

        if (replay.HasCarried)
        {
            intake.WaitForEnded();
        }
    }
}
