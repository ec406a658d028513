namespace Lumen.AspNetCore.Query.Answers;

/// <summary>Gives equal things one number, in the order they come.</summary>
internal sealed class Numbering<T>(IEqualityComparer<T> comparer)
    where T : notnull
{
    private readonly Dictionary<T, int> _numbers = new(comparer);
    private readonly List<T> _items = [];

    /// <summary>Each thing once; its place is its number.</summary>
    internal IReadOnlyList<T> Items => _items;

    /// <summary>The number of a thing that was added.</summary>
    internal int this[T item] => _numbers[item];

    /// <summary>Adds a thing, or finds it.</summary>
    /// <returns>Its number.</returns>
    internal int Add(T item)
    {
        if (!_numbers.TryGetValue(item, out var number))
        {
            number = _items.Count;
            _numbers.Add(item, number);
            _items.Add(item);
        }

        return number;
    }
}
