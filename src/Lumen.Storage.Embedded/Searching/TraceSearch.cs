using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Reading;

namespace Lumen.Storage.Embedded.Searching;

/// <summary>
/// One search in one snapshot: always opens the source that may hold the newest result, and gives a result out when no source that is
/// left can hold a newer span. So it reads no further back than the page needs.
/// </summary>
internal sealed class TraceSearch
{
    private static readonly Comparer<ulong> NewestFirst = Comparer<ulong>.Create(static (left, right) => right.CompareTo(left));

    private readonly SearchReading _reading;
    private readonly TraceQuery _query;
    private readonly PriorityQueue<SearchSource, ulong> _sources = new(NewestFirst);
    private readonly PriorityQueue<TraceId, ResultKey> _results = new();
    private readonly Dictionary<TraceId, ulong> _newest = [];
    private readonly List<TraceSummary> _page = [];

    internal TraceSearch(SearchReading reading, TraceQuery query)
    {
        _reading = reading;
        _query = query;
        Filter = new SpanFilter(query);
    }

    internal SpanFilter Filter { get; }

    internal BucketParts Parts => _reading.Parts;

    internal BlockDecoders Decoders => _reading.Decoders;

    internal AnswerNotes Notes => _reading.Notes;

    /// <summary>Runs the search.</summary>
    internal TracePage Run(CancellationToken cancellationToken)
    {
        if (Filter.LatestStart is not { } latest)
        {
            return TracePage.Empty;
        }

        AddSources(latest);
        SearchCursor? last = null;
        while (TryTakeNext(cancellationToken, out var key, out var summary))
        {
            if (_page.Count == _query.Limit)
            {
                return new TracePage(_page, last, Notes.IncompleteReason);
            }

            _page.Add(summary);
            last = new SearchCursor(key.StartUnixNano, key.TraceId);
        }

        return new TracePage(_page, null, Notes.IncompleteReason);
    }

    /// <summary>Adds a source to look at when its turn comes.</summary>
    internal void Add(SearchSource source) => _sources.Enqueue(source, source.LatestStart);

    /// <summary>Adds a matching span.</summary>
    internal void Add(TraceId trace, ulong start)
    {
        if (!_newest.TryGetValue(trace, out var known) || known < start)
        {
            _newest[trace] = start;
            _results.Enqueue(trace, new ResultKey(start, trace));
        }
    }

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
    private bool TryTakeNext(CancellationToken cancellationToken, out ResultKey key, out TraceSummary summary)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var hasResult = _results.TryPeek(out _, out key);
            if (_sources.TryPeek(out _, out var bound) && (!hasResult || bound >= key.StartUnixNano))
            {
                _sources.Dequeue().Open(this, cancellationToken);
            }
            else if (!hasResult)
            {
                summary = null!;
                return false;
            }
            else
            {
                _results.Dequeue();
                if (_newest[key.TraceId] == key.StartUnixNano && TrySummarise(key, cancellationToken, out summary))
                {
                    return true;
                }
            }
        }
    }

    private bool TrySummarise(ResultKey key, CancellationToken cancellationToken, out TraceSummary summary)
    {
        summary = null!;
        var spans = _reading.FindFacts(key.TraceId, cancellationToken);
        if (spans.Count == 0)
        {
            return false;
        }

        // Behind a cursor only older spans were looked at: a trace with a newer one was on an earlier page.
        if (_query.After is not null && spans.Where(Filter.Matches).Max(span => (ulong?)span.StartUnixNano) != key.StartUnixNano)
        {
            return false;
        }

        summary = TraceSummary.Of(key.TraceId, spans);
        return true;
    }

    /// <summary>The order of results: newest matching span first, then trace id ascending.</summary>
    private readonly record struct ResultKey(ulong StartUnixNano, TraceId TraceId) : IComparable<ResultKey>
    {
        public int CompareTo(ResultKey other) =>
            StartUnixNano != other.StartUnixNano ? other.StartUnixNano.CompareTo(StartUnixNano) : TraceId.CompareTo(other.TraceId);
    }
}
