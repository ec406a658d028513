using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Segments;
using Lumen.Storage.Embedded.Snapshots;

namespace Lumen.Storage.Embedded.Rewriting;

/// <summary>
/// Copies what is kept of a bucket to another, window by window: numbers and arrivals stay, also of windows without a span (rule 15). Used
/// once.
/// </summary>
internal sealed class BucketCopy : IDisposable
{
    private readonly StoreContext _context;
    private readonly BucketParts _parts;
    private readonly BucketView _old;
    private readonly KeptTraces _kept;
    private readonly KeptSpans _reader;
    private readonly WindowRebuild _rebuild;
    private readonly List<Span> _spans = [];
    private readonly HashSet<long> _lost;
    private readonly List<Gap> _gaps = [];
    private long _window;
    private long _arrival;

    internal BucketCopy(StoreContext context, BucketParts parts, BucketView old, KeptTraces kept)
    {
        _context = context;
        _parts = parts;
        _old = old;
        _kept = kept;
        _reader = new KeptSpans(context.Seed, parts);
        _rebuild = new WindowRebuild(context.Seed);
        _lost = [.. old.Segments.SelectMany(segment => segment.Outline.LostWindows)];
        (_window, _arrival) = (old.FirstWindow, old.FirstArrival);
    }

    /// <summary>What could not be read, and is missing in the copy.</summary>
    internal IReadOnlyList<Gap> Gaps => _gaps;

    /// <summary>Copies.</summary>
    internal void Run(BucketWriter writer, GrowingBucket target, CancellationToken cancellationToken)
    {
        foreach (var segment in _old.Segments)
        {
            var blocks = _kept.Among is { } among
                ? _reader.FindBlocks(_old, segment, among)
                : Enumerable.Range(0, segment.Blocks.Length);
            foreach (var block in blocks)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Read(segment, block, writer, target);
            }
        }

        EndWindowsBefore(_old.LastWindow + 1, _old.LastArrival, writer, target);
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private void Read(Segment segment, int block, BucketWriter writer, GrowingBucket target)
    {
        try
        {
            using var frame = _parts.ReadBlock(_old, segment, block);
            EndWindowsBefore(frame.Header.Window, frame.Header.Arrival, writer, target);
            _reader.Read(_old, frame, _kept.Keep, _spans);
        }
        catch (Exception damage) when (damage is InvalidDataException or FormatException)
        {
            // It could be read no more than before. That it is missing goes into the new file.
            _lost.Add(_window);
            _gaps.Add(new Gap(
                _window, _window,
                $"Block {block} of the bucket '{_old.Bucket.Name}' was damaged and is left out of its next revision: spans of window "
                + $"{_window}, in {segment.Describe()}, are missing. {damage.Message}"));
            _context.ReportDamage(_gaps[^1].Sentence, _window);
        }
    }

    /// <summary>Writes the windows that nothing more can come for.</summary>
    private void EndWindowsBefore(long window, long arrival, BucketWriter writer, GrowingBucket target)
    {
        for (; _window < window; _window++)
        {
            // When its last span arrived is not known, but not long after that the next window began.
            var latest = Math.Max(_arrival, _old.LastArrival);
            var last = _window == _old.LastWindow ? latest : Math.Clamp(arrival, _arrival, latest);
            var rebuilt = _rebuild.Build(_window, _old.Number, _spans, _arrival, last);
            writer.Write(target, rebuilt.View);
            rebuilt.Release();
            if (_lost.Contains(_window))
            {
                target.MarkLost(_window);
            }

            _spans.Clear();
        }

        _arrival = Math.Clamp(arrival, _old.FirstArrival, Math.Max(_old.FirstArrival, _old.LastArrival));
    }
}
