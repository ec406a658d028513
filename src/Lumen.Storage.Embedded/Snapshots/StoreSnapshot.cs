using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Windows;

namespace Lumen.Storage.Embedded.Snapshots;

/// <summary>
/// Everything that is stored, at one moment: windows as far as they were committed, and buckets. A span is in a window or in a bucket,
/// never in both or neither. It holds what it names until the last reader releases it.
/// </summary>
internal sealed class StoreSnapshot : Shared
{
    /// <summary>Makes a snapshot of things that are alive, and holds each.</summary>
    /// <param name="windows">The windows, the oldest first.</param>
    /// <param name="buckets">The buckets.</param>
    /// <param name="gaps">What is known to be missing.</param>
    internal StoreSnapshot(IReadOnlyList<WindowView> windows, BucketSet buckets, IReadOnlyList<Gap> gaps)
    {
        Windows = windows;
        Buckets = buckets;
        Gaps = gaps;
        Demand(buckets.TryHold());
        foreach (var view in windows)
        {
            Demand(view.Window.TryHold());
        }
    }

    /// <summary>The windows in memory, the oldest first.</summary>
    internal IReadOnlyList<WindowView> Windows { get; }

    /// <summary>The buckets.</summary>
    internal BucketSet Buckets { get; }

    /// <summary>What is known to be missing, so that no answer is silent about it.</summary>
    internal IReadOnlyList<Gap> Gaps { get; }

    /// <summary>The same with another view of a window, which is added if it is new.</summary>
    internal StoreSnapshot With(WindowView view) =>
        new([.. Windows.Where(other => other.Window.Number != view.Window.Number), view], Buckets, Gaps);

    /// <summary>The same with another view of a bucket.</summary>
    internal StoreSnapshot With(BucketView bucket) => WithBuckets(Windows, Buckets.With(bucket), Gaps);

    /// <summary>The same with another view of a bucket, and with what turned out to be missing in it.</summary>
    internal StoreSnapshot With(BucketView bucket, IReadOnlyList<Gap> gaps) =>
        WithBuckets(Windows, Buckets.With(bucket), [.. Gaps, .. gaps]);

    /// <summary>The same after a window was handed over to a bucket.</summary>
    internal StoreSnapshot HandOver(long window, BucketView bucket) =>
        WithBuckets([.. Windows.Where(view => view.Window.Number != window)], Buckets.With(bucket), Gaps);

    /// <summary>The same without a bucket, and without the gaps before the next one.</summary>
    internal StoreSnapshot Without(BucketView bucket, long nextWindow) =>
        WithBuckets(Windows, Buckets.Without(bucket.Number), [.. Gaps.Where(gap => gap.LastWindow >= nextWindow)]);

    /// <summary>The same after a bucket that could not be read was tried again.</summary>
    /// <param name="bucket">What could be read now; null if nothing could.</param>
    /// <param name="gap">What was missing.</param>
    /// <param name="damage">What is missing from now on; null for nothing.</param>
    internal StoreSnapshot Recover(BucketView? bucket, Gap gap, Gap? damage)
    {
        var gaps = Gaps.Where(other => other != gap);
        List<Gap> left = [.. damage is null ? gaps : gaps.Append(damage)];
        return bucket is null ? new StoreSnapshot(Windows, Buckets, left) : WithBuckets(Windows, Buckets.With(bucket), left);
    }

    /// <inheritdoc/>
    protected override void Free()
    {
        foreach (var view in Windows)
        {
            view.Window.Release();
        }

        Buckets.Release();
    }

    private static StoreSnapshot WithBuckets(IReadOnlyList<WindowView> windows, BucketSet buckets, IReadOnlyList<Gap> gaps)
    {
        var snapshot = new StoreSnapshot(windows, buckets, gaps);
        // The snapshot holds the set now; its maker lets go.
        buckets.Release();
        return snapshot;
    }

    private static void Demand(bool held)
    {
        if (!held)
        {
            throw new InvalidOperationException("A snapshot names something that is gone.");
        }
    }
}
