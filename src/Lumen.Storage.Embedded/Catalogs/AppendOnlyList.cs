namespace Lumen.Storage.Embedded.Catalogs;

/// <summary>A list that only grows. One thread adds; others may read what was added before a count was published to them.</summary>
internal sealed class AppendOnlyList<T>
{
    private T[] _items = new T[8];

    internal int Count { get; private set; }

    internal T this[int number] => Volatile.Read(ref _items)[number];

    internal void Add(T item)
    {
        if (Count == _items.Length)
        {
            var items = _items;
            Array.Resize(ref items, Count * 2);
            // Readers see the old array or the new one, both with everything that was published.
            Volatile.Write(ref _items, items);
        }

        _items[Count++] = item;
    }
}
