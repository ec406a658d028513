namespace Lumen.Storage.Embedded.Blocks;

/// <summary>
/// The origins of one block, each once and sorted, so that a span names its own by a small number. Used again for every block.
/// </summary>
internal sealed class OriginDictionary
{
    private const int Unseen = -1;

    private int[] _sorted = [];
    private int[] _places = [];
    private int _count;

    /// <summary>The origins by number.</summary>
    internal ReadOnlySpan<int> Sorted => _sorted.AsSpan(0, _count);

    /// <summary>Takes the origins of a block.</summary>
    internal void Fill(ReadOnlySpan<int> origins)
    {
        foreach (var origin in Sorted)
        {
            _places[origin] = Unseen;
        }

        _count = 0;
        if (_sorted.Length < origins.Length)
        {
            _sorted = new int[origins.Length];
        }

        foreach (var origin in origins)
        {
            MakeRoomFor(origin);
            if (_places[origin] == Unseen)
            {
                _places[origin] = 0;
                _sorted[_count++] = origin;
            }
        }

        _sorted.AsSpan(0, _count).Sort();
        for (var place = 0; place < _count; place++)
        {
            _places[_sorted[place]] = place;
        }
    }

    /// <summary>The place of an origin among the sorted ones.</summary>
    internal int PlaceOf(int origin) => _places[origin];

    private void MakeRoomFor(int origin)
    {
        if (origin >= _places.Length)
        {
            var known = _places.Length;
            Array.Resize(ref _places, (origin + 1) * 2);
            _places.AsSpan(known).Fill(Unseen);
        }
    }
}
