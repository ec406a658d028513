namespace Lumen.Storage.Embedded.Buckets;

/// <summary>Keeps what was used last, up to a number of bytes. Thread-safe; two that miss at once both load.</summary>
/// <param name="capacity">How many bytes to keep at most; the newest entry stays whatever its size.</param>
/// <param name="keys">When two keys are the same.</param>
internal sealed class SizedCache<TKey, TValue>(long capacity, IEqualityComparer<TKey> keys)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _entries = new(keys);
    private readonly LinkedList<Entry> _byUse = [];
    private long _bytes;

    /// <summary>The value of a key, loaded if it is not there.</summary>
    internal TValue GetOrAdd(TKey key, Func<TValue> load, Func<TValue, long> bytesOf)
    {
        if (Find(key) is { } known)
        {
            return known;
        }

        var value = load();
        Add(key, value, bytesOf(value));
        return value;
    }

    /// <summary>The value of a key; null if it is not there.</summary>
    internal TValue? Find(TKey key)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Value;
        }
    }

    private void Add(TKey key, TValue value, long bytes)
    {
        lock (_lock)
        {
            if (_entries.ContainsKey(key))
            {
                return;
            }

            _entries[key] = _byUse.AddFirst(new Entry(key, value, bytes));
            _bytes += bytes;
            while (_bytes > capacity && _byUse.Last is { } last && _byUse.Count > 1)
            {
                _byUse.RemoveLast();
                _entries.Remove(last.Value.Key);
                _bytes -= last.Value.Bytes;
            }
        }
    }

    private readonly record struct Entry(TKey Key, TValue Value, long Bytes);
}
