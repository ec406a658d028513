using Lumen.Storage.Embedded.Windows;

namespace Lumen.Storage.Embedded.Intake;

/// <summary>
/// Says which bucket a window belongs to, and when a bucket ends: after its duration by the monotonic clock, or at the window that fills it
/// (rules 11 and 12). Used under the intake's gate only.
/// </summary>
/// <param name="context">The store.</param>
/// <param name="bytesOf">How many bytes a bucket has, at most: what is written, and what waits uncompressed.</param>
/// <param name="nameBytesOf">How much memory the names of a bucket take, at most: as many windows have, they count as often.</param>
internal sealed class BucketBounds(StoreContext context, Func<long, long> bytesOf, Func<long, long> nameBytesOf)
{
    private const long None = -1;

    private long _bucket = None;
    private long _started;
    private TimeSpan _ageAtStart;
    private long _spans;

    /// <summary>Whether the bucket has lasted long enough.</summary>
    internal bool IsDue => _bucket != None && _ageAtStart + context.Time.GetElapsedTime(_started) >= context.Options.BucketDuration;

    /// <summary>Goes on with a bucket that was found at open.</summary>
    /// <param name="bucket">Its number.</param>
    /// <param name="spans">How many spans it has.</param>
    /// <param name="firstArrival">
    /// When it began, by the wall, which is all there is after a restart; nanoseconds since the Unix epoch.
    /// </param>
    internal void Resume(long bucket, long spans, long firstArrival)
    {
        (_bucket, _spans) = (bucket, spans);
        var nanos = Math.Max(0, context.Time.GetUnixNanos() - firstArrival);
        (_started, _ageAtStart) = (context.Time.GetTimestamp(), TimeSpan.FromTicks(nanos / TimeSpan.NanosecondsPerTick));
    }

    /// <summary>Goes on with the bucket of a window that was found in a log, if it is not the current one.</summary>
    internal void ResumeWith(Window window)
    {
        if (window.Bucket != _bucket)
        {
            Resume(window.Bucket, spans: 0, window.FirstArrival);
        }
    }

    /// <summary>Counts a window in that was found in a log and takes no more spans.</summary>
    internal void CountReplayed(Window window) => _spans += window.View.Count;

    /// <summary>The bucket of a window that begins.</summary>
    internal long BeginWindow(long window)
    {
        if (_bucket == None)
        {
            // A bucket has the number of its first window.
            (_bucket, _spans) = (window, 0);
            (_started, _ageAtStart) = (context.Time.GetTimestamp(), TimeSpan.Zero);
        }

        return _bucket;
    }

    /// <summary>Counts a window that ended in.</summary>
    /// <returns>Whether its bucket ends with it.</returns>
    internal bool EndWindow(Window window)
    {
        _spans += window.View.Count;
        return (IsDue
            || _spans >= context.Options.BucketMaxSpans
            || bytesOf(window.Bucket) + window.FrameBytes >= context.Limits.BucketMaxBytes
            || nameBytesOf(window.Bucket) + window.Catalog.Bytes >= context.Options.BucketMaxNameBytes) && TryEnd();
    }

    /// <summary>Whether a window has so many names that it must end.</summary>
    internal bool IsFull(Window window) => window.Catalog.Bytes >= context.Options.BucketMaxNameBytes / 2;

    /// <summary>Ends the bucket.</summary>
    /// <returns>Whether there was one.</returns>
    internal bool TryEnd()
    {
        var ended = _bucket != None;
        _bucket = None;
        return ended;
    }
}
