using Lumen.Storage.Embedded.Windows;

namespace Lumen.Storage.Embedded.Intake;

/// <summary>
/// Says which bucket a window belongs to, and when a bucket ends: after its duration by the monotonic clock, or at the window that fills it
/// (rules 11 and 12). Used under the intake's gate only.
/// </summary>
internal sealed class BucketBounds(StoreContext context)
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
    /// <param name="spans">How many spans it has, those in windows included.</param>
    /// <param name="age">How long ago it began by the wall, which is all there is after a restart.</param>
    internal void Resume(long bucket, long spans, TimeSpan age)
    {
        (_bucket, _spans) = (bucket, spans);
        (_started, _ageAtStart) = (context.Time.GetTimestamp(), age > TimeSpan.Zero ? age : TimeSpan.Zero);
    }

    /// <summary>The bucket of a window that begins.</summary>
    internal long BeginWindow(long window)
    {
        if (_bucket == None)
        {
            // A bucket has the number of its first window.
            Resume(window, spans: 0, age: TimeSpan.Zero);
        }

        return _bucket;
    }

    /// <summary>Counts a window that ended in.</summary>
    /// <returns>Whether its bucket ends with it.</returns>
    internal bool EndWindow(Window window)
    {
        _spans += window.View.Count;
        var ends = IsDue || _spans >= context.Options.BucketMaxSpans;
        if (ends)
        {
            _bucket = None;
        }

        return ends;
    }
}
