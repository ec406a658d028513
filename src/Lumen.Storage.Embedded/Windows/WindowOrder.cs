using Lumen.Storage.Embedded.Postings;

namespace Lumen.Storage.Embedded.Windows;

/// <summary>
/// The spans of a window in the order in which a bucket keeps them: by the hash of the trace, then by trace, then by start, and what
/// arrived last first; without copies (rule 17). Used again for every window. Not thread-safe.
/// </summary>
internal sealed class WindowOrder(long seed)
{
    /// <summary>Up to here, moving spans one by one into place is cheaper than a sort that asks a comparer.</summary>
    private const int FewSpans = 24;

    private readonly RadixOrder _radix = new();
    private readonly CopyFilter _copies = new(seed);
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
            // What arrived last first: the sorting is stable, so that it stays so among equal starts.
            _order[index] = window.Count - 1 - index;
            _hashes[index] = TraceHash.Of(window.Spans[_order[index]].TraceId, seed);
        }

        _radix.Sort(_hashes.AsSpan(0, window.Count), _order.AsSpan(0, window.Count));
        Count = 0;
        for (var start = 0; start < window.Count;)
        {
            var end = start + 1;
            while (end < window.Count && TraceHash.Posting(_hashes[end]) == TraceHash.Posting(_hashes[start]))
            {
                end++;
            }

            PrefetchBehind(window, end);
            SortRun(window.Spans, start, end);
            KeepWithoutCopies(window, start, end);
            start = end;
        }
    }

    /// <summary>Asks for the headers of the run that follows.</summary>
    private void PrefetchBehind(WindowView window, int end)
    {
        foreach (var span in _order.AsSpan(end, Math.Min(FewSpans, window.Count - end)))
        {
            Prefetch.Header(in window.Spans[span]);
        }
    }

    /// <summary>Sorts spans whose hashes begin alike, which are mostly those of one trace.</summary>
    private void SortRun(WindowSpan[] spans, int start, int end)
    {
        if (end - start > FewSpans)
        {
            _order.AsSpan(start, end - start).Sort(new RunOrder(spans, seed));
            for (var place = start; place < end; place++)
            {
                _hashes[place] = TraceHash.Of(spans[_order[place]].TraceId, seed);
            }

            return;
        }

        for (var place = start + 1; place < end; place++)
        {
            var (span, hash, target) = (_order[place], _hashes[place], place);
            while (target > start && ComesBefore(spans, span, hash, _order[target - 1], _hashes[target - 1]))
            {
                (_order[target], _hashes[target]) = (_order[target - 1], _hashes[target - 1]);
                target--;
            }

            (_order[target], _hashes[target]) = (span, hash);
        }
    }

    private static bool ComesBefore(WindowSpan[] spans, int left, ulong leftHash, int right, ulong rightHash)
    {
        if (leftHash != rightHash)
        {
            return leftHash < rightHash;
        }

        var order = spans[left].TraceId.CompareTo(spans[right].TraceId);
        return order != 0 ? order < 0 : spans[left].StartUnixNano < spans[right].StartUnixNano;
    }

    private void KeepWithoutCopies(WindowView window, int start, int end)
    {
        _copies.Begin(window, expected: end - start);
        for (var place = start; place < end; place++)
        {
            if (_copies.TryKeep(_order[place]))
            {
                // The kept ones move to the front; they never overtake those that are still to be looked at.
                (_order[Count], _hashes[Count]) = (_order[place], _hashes[place]);
                Count++;
            }
        }
    }

    /// <summary>The same order for many spans.</summary>
    private sealed class RunOrder(WindowSpan[] spans, long seed) : IComparer<int>
    {
        public int Compare(int left, int right)
        {
            ref readonly var first = ref spans[left];
            ref readonly var second = ref spans[right];
            if (first.TraceId != second.TraceId)
            {
                var byHash = TraceHash.Of(first.TraceId, seed).CompareTo(TraceHash.Of(second.TraceId, seed));
                return byHash != 0 ? byHash : first.TraceId.CompareTo(second.TraceId);
            }

            var byStart = first.StartUnixNano.CompareTo(second.StartUnixNano);
            return byStart != 0 ? byStart : right.CompareTo(left);
        }
    }
}
