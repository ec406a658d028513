using System.Runtime.ExceptionServices;
using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Recovery;
using Lumen.Storage.Embedded.Rewriting;
using Lumen.Storage.Embedded.Snapshots;
using Microsoft.Extensions.Logging;

namespace Lumen.Storage.Embedded.Retention;

/// <summary>
/// Drops whole buckets, the oldest first and never the newest, by age and by the bytes of the directory, everything in it counted (rules
/// 18 and 19). Of a bucket with pinned traces, those are kept. Thread-safe.
/// </summary>
internal sealed class RetentionKeeper(
    StoreContext context, SnapshotBoard board, UnreadableBuckets unreadable, PinBoard pins, BucketRewriter rewriter)
{
    /// <summary>
    /// An age is judged by the wall, which may be wrong at start or when it has been set: nothing is dropped by age in the hour after.
    /// </summary>
    private static readonly TimeSpan FirstCheckAfter = TimeSpan.FromHours(1);

    private const string PinsCause = "pins";

    private readonly Lock _dropping = new();
    private static readonly TimeSpan MostDrift = TimeSpan.FromMinutes(10);

    private long _trustedFrom = context.Time.GetTimestamp();
    private (long Wall, long Monotonic) _latest = (context.Time.GetUnixNanos(), context.Time.GetTimestamp());
    private readonly Dictionary<long, (Bucket Bucket, int Unpinnings)> _reduced = [];
    private long _droppedUntil;
    private Exception? _failure;

    /// <summary>Whether a bucket has not been dropped.</summary>
    internal bool IsKept(long bucket) => With(snapshot => snapshot.Buckets.Contains(bucket));

    /// <summary>Pins a trace while nothing is being dropped: what is dropped later respects it.</summary>
    /// <returns>Whether it was not pinned before.</returns>
    internal bool Pin(TraceId trace)
    {
        lock (_dropping)
        {
            return pins.Pin(trace);
        }
    }

    /// <summary>Drops what is older than retention allows, by the arrival of its last span.</summary>
    /// <param name="evenAtOnce">Whether the first hour does not count, because somebody has just asked for it.</param>
    internal void DropByAge(bool evenAtOnce = false)
    {
        lock (_dropping)
        {
            DistrustAClockThatJumped();
            if (!evenAtOnce && context.Time.GetElapsedTime(_trustedFrom) < FirstCheckAfter)
            {
                return;
            }

            var oldest = context.Time.GetUnixNanos() - UnixNanos.Of(context.Retention.Age);
            // In sequence order only: one that is young enough keeps all behind it.
            for (var bucket = NextDroppable(0); bucket is not null && ClampedLastArrival(bucket) < oldest;
                bucket = NextDroppable(bucket.Number))
            {
                Drop(bucket, "it is older than the retention age");
            }

            pins.NoteDropped(_droppedUntil);
            ThrowWhatFailed();
        }
    }

    /// <summary>A wall that went on otherwise than the monotonic clock was set: somebody may set it right again within the hour.</summary>
    private void DistrustAClockThatJumped()
    {
        var now = (Wall: context.Time.GetUnixNanos(), Monotonic: context.Time.GetTimestamp());
        var elapsed = UnixNanos.Of(context.Time.GetElapsedTime(_latest.Monotonic, now.Monotonic));
        if (Math.Abs(now.Wall - _latest.Wall - elapsed) > UnixNanos.Of(MostDrift))
        {
            _trustedFrom = now.Monotonic;
        }

        _latest = now;
    }

    /// <summary>Drops the oldest buckets until some bytes more would fit.</summary>
    internal void MakeRoom(long bytes)
    {
        lock (_dropping)
        {
            var used = UsedBytes();
            var most = context.Limits.MaxBytes;
            for (var bucket = NextDroppable(0); bucket is not null && used + bytes > most; bucket = NextDroppable(bucket.Number))
            {
                used -= Drop(bucket, "the directory would be larger than its cap on bytes");
            }

            if (used + bytes > most)
            {
                DeleteAside(long.MaxValue);
            }

            ReportPins(used + bytes > most);
            pins.NoteDropped(_droppedUntil);
            if (used + bytes > most)
            {
                ThrowWhatFailed();
            }
        }
    }

    /// <summary>One bucket that could not be rewritten for its pinned traces does not keep others from being dropped.</summary>
    private void ThrowWhatFailed()
    {
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Everything in the directory, and what the first drop is going to add.</summary>
    private long UsedBytes()
    {
        var files = context.Files.List();
        return files.Sum(file => file.Length) + (files.Any(file => file.Name == PinList.FileName) ? 0 : PinList.LeastBytes);
    }

    /// <summary>The oldest bucket behind a number, unless it is the newest of all.</summary>
    private BucketView? NextDroppable(long after) => With(snapshot =>
        snapshot.Buckets.Views.SkipLast(1).FirstOrDefault(bucket => bucket.Number > after));

    /// <summary>A clock that jumped must not make a bucket look older than the one before it or younger than the one behind it.</summary>
    private long ClampedLastArrival(BucketView bucket) => With(snapshot =>
    {
        var now = context.Time.GetUnixNanos();
        var behind = snapshot.Buckets.Views.Where(view => view.Number > bucket.Number).Select(view => view.LastArrival).DefaultIfEmpty(now);
        return Math.Min(Math.Min(bucket.LastArrival, behind.Min()), now);
    });

    /// <returns>How many bytes that gives back.</returns>
    private long Drop(BucketView bucket, string reason)
    {
        // A closing store may let go of it at any moment.
        if (!bucket.Bucket.TryHold())
        {
            return 0;
        }

        try
        {
            return DropHeld(bucket, reason);
        }
        finally
        {
            bucket.Bucket.Release();
        }
    }

    private long DropHeld(BucketView bucket, string reason)
    {
        var pinned = pins.Current.Pins.Keys.ToHashSet();
        if (pinned.Count > 0 && HoldsAny(bucket, pinned))
        {
            return Reduce(bucket, pinned);
        }

        var next = With(snapshot => snapshot.Buckets.Views.First(view => view.Number > bucket.Number).FirstWindow);
        _droppedUntil = next - 1;
        TryNoteDropped();
        bucket.Bucket.Drop();
        board.Change(snapshot => snapshot.Without(bucket, next));
        _reduced.Remove(bucket.Number);
        context.Health.ForgetDamage(next - 1);
        context.Health.ClearReading(bucket.Bucket.Name);
        DeleteAside(bucket.LastWindow);
        unreadable.DropUntil(bucket.LastWindow);
        context.Log.Dropped(bucket.Number, bucket.SpanCount, UnixNanos.Describe(bucket.LastArrival), reason);
        return bucket.Length;
    }

    /// <summary>Durable before the file goes: without it the next opening would take what is missing for a loss.</summary>
    private void TryNoteDropped()
    {
        try
        {
            pins.NoteDropped(_droppedUntil);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A full disk: what is dropped makes room for it, and it is noted then. A needless alarm is the worst that can come of it.
        }
    }

    private bool HoldsAny(BucketView bucket, HashSet<TraceId> traces)
    {
        try
        {
            return rewriter.HoldsAny(bucket, traces);
        }
        catch (InvalidDataException)
        {
            // It may: a pin holds until it is known that the bucket has nothing of its trace.
            return true;
        }
    }

    /// <summary>Leaves of a bucket only what is pinned.</summary>
    private long Reduce(BucketView bucket, HashSet<TraceId> pinned)
    {
        if (_reduced.TryGetValue(bucket.Number, out var known) && known == (bucket.Bucket, pins.Unpinnings))
        {
            return 0;
        }

        try
        {
            var unpinnings = pins.Unpinnings;
            if (rewriter.KeepsAll(bucket, pinned.Contains, pinned))
            {
                _reduced[bucket.Number] = (bucket.Bucket, unpinnings);
                return 0;
            }

            var rewritten = rewriter.Rewrite(bucket, pinned.Contains, pinned, CancellationToken.None);
            if (rewritten is null)
            {
                return 0;
            }

            _reduced[bucket.Number] = (rewritten.Bucket, unpinnings);
            context.Log.Reduced(bucket.Number, rewritten.SpanCount, bucket.SpanCount);
            return bucket.Length - rewritten.Length;
        }
        catch (InvalidDataException damage)
        {
            context.ReportDamage(
                $"The bucket '{bucket.Bucket.Name}' is kept as it is for its pinned traces, because it is damaged: {damage.Message}",
                bucket.LastWindow);
            _reduced[bucket.Number] = (bucket.Bucket, pins.Unpinnings);
            return 0;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _failure = failure;
            return 0;
        }
    }

    private void ReportPins(bool isOver)
    {
        if (isOver && _reduced.Count > 0)
        {
            context.Health.Report(
                PinsCause, StoreStatus.Degraded,
                $"The directory '{context.Files.Directory}' is over its cap of {context.Limits.MaxBytes:N0} bytes, and pinned traces in "
                + $"{_reduced.Count:N0} buckets cannot be dropped: unpin some, or raise the cap.");
        }
        else
        {
            context.Health.Clear(PinsCause);
        }
    }

    /// <summary>Files that were set aside go with the buckets they stand before.</summary>
    private void DeleteAside(long lastNumber)
    {
        foreach (var file in context.Files.List())
        {
            if (BucketName.TryParse(file.Name, out var name) && name.IsAside && name.Number <= lastNumber)
            {
                context.Files.Delete(file.Name);
            }
        }
    }

    private T With<T>(Func<StoreSnapshot, T> look)
    {
        var snapshot = board.Hold() ?? throw new IOException("The store was closed.");
        try
        {
            return look(snapshot);
        }
        finally
        {
            snapshot.Release();
        }
    }
}
