using Lumen.Storage.Embedded.Snapshots;

namespace Lumen.Storage.Embedded.Buckets;

/// <summary>
/// The buckets of a snapshot, the oldest first. It holds each of them, and snapshots share it, so that a commit, which changes no bucket,
/// touches only one count.
/// </summary>
internal sealed class BucketSet : Shared
{
    /// <summary>Makes a set of buckets that are alive, and holds each.</summary>
    internal BucketSet(IEnumerable<BucketView> buckets)
    {
        Views = [.. buckets.OrderBy(view => view.Number)];
        foreach (var view in Views)
        {
            if (!view.Bucket.TryHold())
            {
                throw new InvalidOperationException($"Bucket {view.Number} is gone.");
            }
        }
    }

    internal IReadOnlyList<BucketView> Views { get; }

    internal bool Contains(long number) => Find(number) is not null;

    /// <summary>The bucket of a number; null if there is none.</summary>
    internal BucketView? Find(long number) => Views.FirstOrDefault(view => view.Number == number);

    /// <summary>The same with another view of a bucket, which is added if it is new.</summary>
    internal BucketSet With(BucketView view) => new([.. Views.Where(other => other.Number != view.Number), view]);

    /// <summary>The same without a bucket.</summary>
    internal BucketSet Without(long number) => new(Views.Where(other => other.Number != number));

    /// <inheritdoc/>
    protected override void Free()
    {
        foreach (var view in Views)
        {
            view.Bucket.Release();
        }
    }
}
