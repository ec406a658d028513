namespace Lumen.Storage.Embedded.Windows;

/// <summary>
/// In which spans of a window a key stands, for the keys that searches asked for last: who asks for one again goes through the bytes of
/// those spans alone that came since. Thread-safe.
/// </summary>
internal sealed class KeyPlaces
{
    /// <summary>They take 4 bytes a span at most, each.</summary>
    private const int MostKeys = 16;

    private readonly Lock _lock = new();

    // The key that was gone on with last stands last.
    private readonly List<KnownPlaces> _known = [];

    /// <summary>The spans in whose bytes a key stands, ascending.</summary>
    /// <param name="view">The window as far as it is to be looked at.</param>
    /// <param name="key">The key in UTF-8, not empty.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal ReadOnlySpan<int> Find(WindowView view, ReadOnlySpan<byte> key, CancellationToken cancellationToken)
    {
        var known = Recall(key);
        if (known.Scanned < view.Count)
        {
            var places = new List<int>(known.Places);
            Scan(view, key, known.Scanned, places, cancellationToken);
            known = new KnownPlaces(known.Key, [.. places], view.Count);
            Keep(known);
        }

        // Another search may have seen more of the window than the view has.
        var end = known.Places.AsSpan().BinarySearch(view.Count);
        return known.Places.AsSpan(0, end < 0 ? ~end : end);
    }

    /// <summary>Goes through the bytes of many spans at once.</summary>
    private static void Scan(WindowView view, ReadOnlySpan<byte> key, int from, List<int> places, CancellationToken cancellationToken)
    {
        for (var index = from; index < view.Count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var end = view.EndOfChunk(index);
            var found = view.BytesOf(index, end).IndexOf(key);
            if (found < 0)
            {
                index = end;
                continue;
            }

            // Between two spans there may be a resource or a scope, which has the key as well.
            var position = view.Spans[index].Offset + found;
            index = view.FirstEndingBehind(position, index, end);
            if (index < end && view.Spans[index].Offset <= position)
            {
                places.Add(index++);
            }
        }
    }

    private KnownPlaces Recall(ReadOnlySpan<byte> key)
    {
        lock (_lock)
        {
            foreach (var known in _known)
            {
                if (key.SequenceEqual(known.Key))
                {
                    return known;
                }
            }
        }

        return new KnownPlaces(key.ToArray(), [], 0);
    }

    private void Keep(KnownPlaces places)
    {
        lock (_lock)
        {
            var same = _known.FindIndex(known => known.Key.AsSpan().SequenceEqual(places.Key));
            if (same >= 0 && _known[same].Scanned >= places.Scanned)
            {
                return;
            }

            if (same >= 0 || _known.Count == MostKeys)
            {
                _known.RemoveAt(Math.Max(0, same));
            }

            _known.Add(places);
        }
    }

    /// <summary>Where a key stands among the first spans of the window.</summary>
    private sealed record KnownPlaces(byte[] Key, int[] Places, int Scanned);
}
