using System.Globalization;
using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Reading;
using Lumen.Storage.Embedded.Searching.Sources;

namespace Lumen.Storage.Embedded.Searching;

/// <summary>
/// One search in one snapshot: always opens the source that may hold the newest result, and gives a result out when no source that is
/// left can hold a newer span. So it reads no further back than the page needs, and stops where its budget ends.
/// </summary>
internal sealed class TraceSearch
{
    private readonly SearchReading _reading;
    private readonly TraceQuery _query;
    private readonly CancellationToken _cancellation;
    private readonly PriorityQueue<SearchSource, ulong> _sources =
        new(Comparer<ulong>.Create(static (left, right) => right.CompareTo(left)));

    private readonly SearchResults _results = new();
    private readonly Dictionary<TraceId, ulong> _traceDurations = [];
    private readonly List<TraceSummary> _page = [];

    internal TraceSearch(SearchReading reading, TraceQuery query, CancellationToken cancellationToken)
    {
        _reading = reading;
        _query = query;
        _cancellation = cancellationToken;
        Filter = new SpanFilter(query);
        Origins = new OriginJudge(Filter);
        Spans = new SpanJudge(Filter, TraceDurationOf);
    }

    internal SpanFilter Filter { get; }

    internal OriginJudge Origins { get; }

    internal SpanJudge Spans { get; }

    internal SearchBudget Budget => _reading.Budget;

    internal BucketParts Parts => _reading.Parts;

    internal OpenBlocks OpenBlocks => _reading.OpenBlocks;

    internal AnswerNotes Notes => _reading.Notes;

    /// <summary>Runs the search.</summary>
    internal TracePage Run()
    {
        if (Filter.LatestStart is not { } latest)
        {
            return TracePage.Empty;
        }

        AddSources(latest);
        SearchCursor? last = null;
        while (true)
        {
            var found = TryTakeNext(latest, out var key, out var summary, out var stoppedAt);
            if (stoppedAt is { } stop)
            {
                return new TracePage(_page, stop, WhyStopped(stop.StartUnixNano));
            }

            if (!found || _page.Count == _query.Limit)
            {
                return new TracePage(_page, found ? last : null, Notes.IncompleteReason);
            }

            _page.Add(summary);
            _reading.Allowance.Keep(summary);
            last = key;
        }
    }

    /// <summary>Adds a source to look at when its turn comes.</summary>
    internal void Add(SearchSource source) => _sources.Enqueue(source, source.LatestStart);

    /// <summary>Adds a matching span.</summary>
    internal void Add(TraceId trace, ulong start) => _results.Add(trace, start);

    private void AddSources(ulong latest)
    {
        foreach (var window in _reading.Snapshot.Windows)
        {
            Add(new WindowSource(window, latest));
        }

        foreach (var bucket in _reading.Snapshot.Buckets.Views)
        {
            foreach (var segment in bucket.Segments)
            {
                if (segment.Outline.Starts.LatestWithin(Filter.FromUnixNano, latest) is { } bound)
                {
                    Add(new SegmentSource(bucket, segment, bound));
                }
            }
        }
    }

    /// <summary>The next result in order, as far as sources must be opened to be sure of it.</summary>
    private bool TryTakeNext(ulong latest, out SearchCursor key, out TraceSummary summary, out SearchCursor? stoppedAt)
    {
        summary = null!;
        stoppedAt = null;
        while (true)
        {
            _cancellation.ThrowIfCancellationRequested();
            var hasResult = _results.TryPeek(out key);
            if (_sources.TryPeek(out var source, out var bound) && (!hasResult || bound >= key.StartUnixNano))
            {
                // Not before the page has come further back than it began: each page makes way, whatever the budget.
                if (Budget.IsSpent && bound < latest && source is (BlockSource or UndecidedSource))
                {
                    // A zero trace id is nobody's: everything that starts there or earlier comes behind this cursor.
                    stoppedAt = new SearchCursor(bound, default);
                    return false;
                }

                _sources.Dequeue().Open(this, _cancellation);
            }
            else if (!hasResult)
            {
                return false;
            }
            else if (_results.TryTake(key))
            {
                if (TrySummarise(key, out summary))
                {
                    return true;
                }

                if (Budget.IsSpent)
                {
                    stoppedAt = key;
                    return false;
                }
            }
        }
    }

    private bool TrySummarise(SearchCursor key, out TraceSummary summary)
    {
        summary = null!;
        var spans = _reading.FindFacts(key.TraceId, _cancellation);
        if (spans.Count == 0)
        {
            return false;
        }

        summary = TraceSummary.Of(key.TraceId, spans);
        var matches = Filter.AcceptsTrace(summary.DurationNanos) && IsNewestMatch(key, spans, summary.DurationNanos);
        if (!matches)
        {
            Budget.Spend(_reading.SpansReadForFacts);
        }

        return matches;
    }

    /// <summary>Behind a cursor only older spans were looked at: a trace with a newer one was on an earlier page.</summary>
    private bool IsNewestMatch(SearchCursor key, IReadOnlyList<SpanFacts> spans, ulong traceDuration)
    {
        if (_query.After is null)
        {
            return true;
        }

        var newest = Filter.Matcher is null
            ? spans.Where(Filter.Matches).Max(span => (ulong?)span.StartUnixNano)
            : _reading.FindSpans(key.TraceId, _cancellation)
                .Where(span => Filter.Matches(span, traceDuration)).Max(span => (ulong?)span.StartUnixNano);
        return newest == key.StartUnixNano;
    }

    private ulong TraceDurationOf(TraceId trace)
    {
        if (!_traceDurations.TryGetValue(trace, out var duration))
        {
            var spans = _reading.FindFacts(trace, _cancellation);
            Budget.Spend(_reading.SpansReadForFacts);
            duration = spans.Count == 0 ? 0 : TraceSummary.Of(trace, spans).DurationNanos;
            _traceDurations.Add(trace, duration);
        }

        return duration;
    }

    private string WhyStopped(ulong bound)
    {
        var place = UnixNanos.Describe((long)Math.Min(bound, long.MaxValue));
        var sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"The search looked at {Budget.Spent:N0} spans, back to {place}, and stopped there; go on with the cursor, or narrow it.");
        return Notes.IncompleteReason is { } reason ? $"{reason} {sentence}" : sentence;
    }
}
