using Lumen.Storage.Embedded.Postings;

namespace Lumen.Storage.Embedded.Windows;

/// <summary>
/// The spans of a window in the order in which a bucket keeps them: by the hash of the trace, then by trace, then by start, and what
/// arrived last first; without copies (rule 17). Used again for every window. Not thread-safe.
/// </summary>
internal sealed class WindowOrder(long seed)
{
    /// <summary>Up to here, comparing each span of a trace with each is cheaper than a table.</summary>
    private const int FewSpans = 24;

    private readonly Dictionary<ulong, int> _byContent = [];
    private ulong[] _hashes = [];
    private int[] _order = [];

    /// <summary>How many spans are left when copies are gone.</summary>
    internal int Count { get; private set; }

    /// <summary>Positions in the window.</summary>
    internal ReadOnlySpan<int> Order => _order.AsSpan(0, Count);

    /// <summary>The hash of the trace of each span, in the same order.</summary>
    internal ReadOnlySpan<ulong> Hashes => _hashes.AsSpan(0, Count);

    /// <summary>Sorts the spans of a window.</summary>
    internal void Fill(WindowView window)
    {
        if (_order.Length < window.Count)
        {
            _order = new int[window.Count];
            _hashes = new ulong[window.Count];
        }

        for (var index = 0; index < window.Count; index++)
        {
            _order[index] = index;
            _hashes[index] = TraceHash.Of(window.Spans[index].TraceId, seed);
        }

        Array.Sort(_hashes, _order, 0, window.Count);
        Count = 0;
        var withinTrace = new WithinTrace(window.Spans);
        for (var start = 0; start < window.Count;)
        {
            var end = start + 1;
            while (end < window.Count && _hashes[end] == _hashes[start])
            {
                end++;
            }

            _order.AsSpan(start, end - start).Sort(withinTrace);
            KeepWithoutCopies(window, start, end);
            start = end;
        }
    }

    private void KeepWithoutCopies(WindowView window, int start, int end)
    {
        var keptFrom = Count;
        _byContent.Clear();
        for (var place = start; place < end; place++)
        {
            var span = _order[place];
            var isCopy = end - start <= FewSpans
                ? IsCopyOfAny(window, span, _order.AsSpan(keptFrom, Count - keptFrom))
                : !_byContent.TryAdd(ContentHash(window, span), span) && IsCopy(window, span, _byContent[ContentHash(window, span)]);
            if (!isCopy)
            {
                // The kept ones move to the front; they never overtake those that are still to be looked at.
                (_order[Count], _hashes[Count]) = (span, _hashes[place]);
                Count++;
            }
        }
    }

    private static bool IsCopyOfAny(WindowView window, int span, ReadOnlySpan<int> kept)
    {
        foreach (var other in kept)
        {
            if (window.Spans[other].SpanId == window.Spans[span].SpanId && IsCopy(window, span, other))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Same bytes, resource and scope; a window numbers equal resources alike, and name and kind are in the bytes.</summary>
    private static bool IsCopy(WindowView window, int left, int right) =>
        window.Spans[left].Origin == window.Spans[right].Origin
        && window.BytesOf(window.Spans[left]).SequenceEqual(window.BytesOf(window.Spans[right]));

    private ulong ContentHash(WindowView window, int span) =>
        System.IO.Hashing.XxHash3.HashToUInt64(window.BytesOf(window.Spans[span]), seed + window.Spans[span].Origin);

    private sealed class WithinTrace(WindowSpan[] spans) : IComparer<int>
    {
        public int Compare(int left, int right)
        {
            ref readonly var first = ref spans[left];
            ref readonly var second = ref spans[right];
            var order = first.TraceId.CompareTo(second.TraceId);
            order = order != 0 ? order : first.StartUnixNano.CompareTo(second.StartUnixNano);
            return order != 0 ? order : right.CompareTo(left);
        }
    }
}
