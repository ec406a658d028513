namespace Lumen.Storage.Embedded.Searching;

/// <summary>
/// Traces that were found, newest matching span first, then trace id ascending; each by its newest span so far. Not thread-safe.
/// </summary>
internal sealed class SearchResults
{
    private readonly PriorityQueue<SearchCursor, SearchCursor> _queue = new(Comparer<SearchCursor>.Create(Compare));
    private readonly Dictionary<TraceId, ulong> _newest = [];

    /// <summary>Adds a matching span of a trace.</summary>
    internal void Add(TraceId trace, ulong start)
    {
        if (!_newest.TryGetValue(trace, out var known) || known < start)
        {
            _newest[trace] = start;
            var key = new SearchCursor(start, trace);
            _queue.Enqueue(key, key);
        }
    }

    /// <summary>The first, which may have been overtaken by a newer span of its trace.</summary>
    internal bool TryPeek(out SearchCursor key) => _queue.TryPeek(out key, out _);

    /// <summary>Removes the first.</summary>
    /// <returns>Whether it is its trace's newest span.</returns>
    internal bool TryTake(SearchCursor key)
    {
        _queue.Dequeue();
        return _newest[key.TraceId] == key.StartUnixNano;
    }

    private static int Compare(SearchCursor left, SearchCursor right) =>
        left.StartUnixNano != right.StartUnixNano
            ? right.StartUnixNano.CompareTo(left.StartUnixNano)
            : left.TraceId.CompareTo(right.TraceId);
}
