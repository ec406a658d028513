using Lumen.Storage.Embedded.Buckets;

namespace Lumen.Storage.Embedded.Recovery;

/// <summary>A bucket that was found at open.</summary>
/// <param name="View">The bucket for readers.</param>
/// <param name="Scan">What reading it through gave; null if it is finished.</param>
internal sealed record FoundBucket(BucketView View, BucketScan? Scan)
{
    /// <summary>
    /// The bucket as something that windows are added to, or that is to be finished. What lies behind the last commit is cut off only
    /// if its window is still in the log (rule 11); else it stays, and nothing is added.
    /// </summary>
    /// <param name="isInLog">Whether a window was replayed from a log.</param>
    /// <param name="mayGrow">Whether windows may be added.</param>
    internal GrowingBucket ToGrowing(Func<long, bool> isInLog, out bool mayGrow)
    {
        var scan = Scan!;
        var keepsTail = scan.TailWindow != 0 && !isInLog(scan.TailWindow);
        mayGrow = scan.MayGrow && !keepsTail;
        var growing = new GrowingBucket(View.Bucket, scan.Catalog, keepsTail ? View.Bucket.File.Length : scan.CommittedEnd);
        growing.Resume(scan.Segments);
        return growing;
    }
}
