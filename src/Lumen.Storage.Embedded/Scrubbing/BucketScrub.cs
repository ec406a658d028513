using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Snapshots;

namespace Lumen.Storage.Embedded.Scrubbing;

/// <summary>
/// Reads every bucket from beginning to end, so slowly that nobody notices, and names what is damaged before anybody asks for it (rule 20).
/// A round over all buckets begins at most once a day. One caller at a time.
/// </summary>
internal sealed class BucketScrub(StoreContext context, SnapshotBoard board)
{
    private static readonly TimeSpan RoundEvery = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(10);

    private long _stepped = context.Time.GetTimestamp();
    private long _roundBegan = context.Time.GetTimestamp();
    private bool _isResting;
    private long _next;
    private BucketName _name;
    private long _position;
    private long _lastWindow;
    private long _budget;

    /// <summary>Reads as much as the time since the last step allows.</summary>
    internal void Step(CancellationToken cancellationToken)
    {
        var elapsed = context.Time.GetElapsedTime(_stepped);
        _stepped = context.Time.GetTimestamp();
        if (_isResting && context.Time.GetElapsedTime(_roundBegan) < RoundEvery)
        {
            return;
        }

        if (_isResting)
        {
            (_isResting, _roundBegan, _next) = (false, context.Time.GetTimestamp(), 0);
        }

        // What is left over from the last step goes into this one: a frame may be larger than a second's worth.
        var seconds = Math.Min(elapsed.TotalSeconds, LongestStep.TotalSeconds);
        _budget = Math.Min(_budget, 0) + (long)(seconds * context.Options.ScrubBytesPerSecond);
        while (_budget > 0 && !_isResting)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadNextBucket(cancellationToken);
        }
    }

    /// <summary>Reads on in the bucket whose turn it is.</summary>
    private void ReadNextBucket(CancellationToken cancellationToken)
    {
        var snapshot = board.Hold();
        if (snapshot is null)
        {
            _isResting = true;
            return;
        }

        try
        {
            if (snapshot.Buckets.Views.FirstOrDefault(view => view.Number >= _next) is not { } bucket)
            {
                _isResting = true;
                return;
            }

            // Another file where it was rewritten since the last step.
            if (bucket.Bucket.Name != _name || _next != bucket.Number)
            {
                (_next, _name, _position, _lastWindow) = (bucket.Number, bucket.Bucket.Name, FileStart.Size, bucket.FirstWindow);
            }

            if (Read(bucket, cancellationToken))
            {
                _next = bucket.Number + 1;
            }
        }
        finally
        {
            snapshot.Release();
        }
    }

    /// <returns>Whether the bucket has been read to its end.</returns>
    private bool Read(BucketView bucket, CancellationToken cancellationToken)
    {
        var stream = new FrameStream(bucket.Bucket.File, context.Seed, _position);
        while (_budget > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var begin = stream.Position;
            if (begin >= bucket.Length)
            {
                return true;
            }

            if (!stream.TryRead(out var frame, out var place))
            {
                Report(bucket, begin, bucket.Length, bucket.LastWindow);
                return true;
            }

            var window = frame.Header.Window;
            frame.Dispose();
            if (stream.HasSkipped)
            {
                Report(bucket, begin, place.Offset, Math.Max(window, _lastWindow));
            }

            _lastWindow = window == 0 ? _lastWindow : window;
            _budget -= stream.Position - begin;
            _position = stream.Position;
        }

        return false;
    }

    private void Report(BucketView bucket, long from, long to, long lastWindow)
    {
        // A bucket that is being written may have grown, or been cut, since the snapshot.
        if (bucket.IsFinished || to <= bucket.Length)
        {
            context.ReportDamage(
                $"The bucket file '{bucket.Bucket.Name}' in '{context.Files.Directory}' is damaged at bytes {from} to {to - 1}: spans of "
                + $"windows {_lastWindow} to {lastWindow}, which arrived {UnixNanos.Describe(bucket.FirstArrival, bucket.LastArrival)}, "
                + "may be missing.",
                bucket.LastWindow);
        }
    }
}
