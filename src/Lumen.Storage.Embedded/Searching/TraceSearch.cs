using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Reading;
using Lumen.Storage.Embedded.Snapshots;

namespace Lumen.Storage.Embedded.Searching;

/// <summary>
/// One search in one snapshot: always opens the source that may hold the newest result, and gives a result out when no source that is
/// left can hold a newer span. So it reads no further back than the page needs.
/// </summary>
internal sealed class TraceSearch
{
    private static readonly Comparer<ulong> NewestFirst = Comparer<ulong>.Create(static (left, right) => right.CompareTo(left));

    private readonly StoreSnapshot _snapshot;
    private readonly TraceQuery _query;
    private readonly TraceLookup _lookup;
    private readonly PriorityQueue<SearchSource, ulong> _sources = new(NewestFirst);
    private readonly PriorityQueue<TraceId, ResultKey> _results = new();
    private readonly Dictionary<TraceId, ulong> _newest = [];
    private readonly List<TraceSummary> _page = [];

    internal TraceSearch(
        StoreContext context, StoreSnapshot snapshot, TraceQuery query, BucketParts parts, BlockDecoders decoders, TraceLookup lookup)
    {
        _snapshot = snapshot;
        _query = query;
        _lookup = lookup;
        Parts = parts;
        Decoders = decoders;
        Filter = new SpanFilter(query);
        Notes = new AnswerNotes(context, snapshot);
    }

    internal SpanFilter Filter { get; }

    internal BucketParts Parts { get; }

    internal BlockDecoders Decoders { get; }

    internal AnswerNotes Notes { get; }

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
        foreach (var window in _snapshot.Windows)
        {
            Add(new WindowSource(window, latest));
        }

        foreach (var bucket in _snapshot.Buckets.Views)
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
        var trace = _lookup.Find(_snapshot, key.TraceId, Notes, cancellationToken);
        if (trace is null || trace.Spans.Count == 0)
        {
            return false;
        }

        // Behind a cursor only older spans were looked at: a trace with a newer one was on an earlier page.
        if (_query.After is not null && trace.Spans.Where(Filter.Matches).Max(span => (ulong?)span.StartUnixNano) != key.StartUnixNano)
        {
            return false;
        }

        summary = TraceSummary.Of(trace);
        return true;
    }

    /// <summary>The order of results: newest matching span first, then trace id ascending.</summary>
    private readonly record struct ResultKey(ulong StartUnixNano, TraceId TraceId) : IComparable<ResultKey>
    {
        public int CompareTo(ResultKey other) =>
            StartUnixNano != other.StartUnixNano ? other.StartUnixNano.CompareTo(StartUnixNano) : TraceId.CompareTo(other.TraceId);
    }
}
