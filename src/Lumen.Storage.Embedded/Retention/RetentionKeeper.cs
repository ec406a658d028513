using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Recovery;
using Lumen.Storage.Embedded.Snapshots;
using Microsoft.Extensions.Logging;

namespace Lumen.Storage.Embedded.Retention;

/// <summary>
/// Drops whole buckets, the oldest first and never the newest, by age and by the bytes of the directory, everything in it counted (rules
/// 18 and 19). Thread-safe.
/// </summary>
internal sealed class RetentionKeeper(StoreContext context, SnapshotBoard board, UnreadableBuckets unreadable)
{
    /// <summary>An age is judged by the wall, which may be wrong at start: nothing is dropped by age in the first hour.</summary>
    private static readonly TimeSpan FirstCheckAfter = TimeSpan.FromHours(1);

    private readonly Lock _dropping = new();
    private readonly long _opened = context.Time.GetTimestamp();

    /// <summary>How many bytes the directory may take.</summary>
    internal long MaxBytes => context.Limits.MaxBytes;

    /// <summary>Whether a bucket has not been dropped.</summary>
    internal bool IsKept(long bucket) => With(snapshot => snapshot.Buckets.Contains(bucket));

    /// <summary>Drops what is older than retention allows, by the arrival of its last span.</summary>
    internal void DropByAge()
    {
        if (context.Time.GetElapsedTime(_opened) < FirstCheckAfter)
        {
            return;
        }

        var oldest = context.Time.GetUnixNanos() - UnixNanos.Of(context.Options.RetentionAge);
        lock (_dropping)
        {
            // In sequence order only: one that is kept keeps all behind it.
            while (OldestDroppable() is { } bucket && ClampedLastArrival(bucket) < oldest)
            {
                Drop(bucket, "it is older than the retention age");
            }
        }
    }

    /// <summary>Drops the oldest buckets until some bytes more would fit.</summary>
    internal void MakeRoom(long bytes)
    {
        lock (_dropping)
        {
            var used = UsedBytes();
            while (used + bytes > MaxBytes && OldestDroppable() is { } bucket)
            {
                used -= bucket.Length;
                Drop(bucket, "the directory would be larger than its cap on bytes");
            }

            if (used + bytes > MaxBytes)
            {
                DeleteAside(long.MaxValue);
            }
        }
    }

    private long UsedBytes() => context.Files.List().Sum(file => file.Length);

    private BucketView? OldestDroppable() => With(snapshot => snapshot.Buckets.Views is { Count: > 1 } views ? views[0] : null);

    /// <summary>A clock that jumped must not make a bucket look older than the one before it or younger than the one behind it.</summary>
    private long ClampedLastArrival(BucketView bucket) => With(snapshot =>
    {
        var now = context.Time.GetUnixNanos();
        var behind = snapshot.Buckets.Views.Where(view => view.Number > bucket.Number).Select(view => view.LastArrival).DefaultIfEmpty(now);
        return Math.Min(Math.Min(bucket.LastArrival, behind.Min()), now);
    });

    private void Drop(BucketView bucket, string reason)
    {
        bucket.Bucket.Drop();
        board.Change(snapshot => snapshot.Without(bucket, snapshot.Buckets.Views.First(view => view.Number > bucket.Number).FirstWindow));
        DeleteAside(bucket.LastWindow);
        unreadable.DropUntil(bucket.LastWindow);
        context.Log.Dropped(bucket.Number, bucket.SpanCount, UnixNanos.Describe(bucket.LastArrival), reason);
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
