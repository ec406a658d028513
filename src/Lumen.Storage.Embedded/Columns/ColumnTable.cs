using System.IO.Hashing;
using Lumen.Storage.Embedded.Catalogs;

namespace Lumen.Storage.Embedded.Columns;

/// <summary>
/// Numbers the columns of a bucket. Three every bucket has; the others have numbers from <see cref="First"/> on, in the order in which they
/// are first seen. One thread adds; what was added before a count was published may be read by others.
/// </summary>
/// <param name="seed">Seeds the hashes.</param>
/// <param name="limit">How many there may be; fields of a tag of one byte always find room.</param>
internal sealed class ColumnTable(long seed, int limit = ColumnTable.Limit)
{
    /// <summary>The most columns of a bucket, but for those that always find room.</summary>
    internal const int Limit = 4096;

    /// <summary>The column of the orders of attributes.</summary>
    internal const int Orders = 0;

    /// <summary>The column of operations of spans that have no shape.</summary>
    internal const int Operations = 1;

    /// <summary>The column of spans that are kept as they are.</summary>
    internal const int Whole = 2;

    /// <summary>The first number of a column that is in the table.</summary>
    internal const int First = 3;

    /// <summary>There is no such column.</summary>
    internal const int None = -1;

    /// <summary>Longer keys are not worth a column.</summary>
    private const int MaxKeyBytes = 4096;

    private readonly AppendOnlyList<Column> _columns = new();
    private readonly AttributeHash _hash = new(seed);
    private int[] _slots = new int[256];

    /// <summary>How many there are in the table.</summary>
    internal int Count => _columns.Count;

    /// <summary>A column by its number.</summary>
    internal Column this[int number] => _columns[number - First];

    /// <summary>Roughly how much memory they take.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Whether there is a column with a number that was read from a file.</summary>
    internal bool Contains(int number) => number < First + _columns.Count;

    /// <summary>The number of a column; <see cref="None"/> if it is not there.</summary>
    internal int Find(SpanLevel level, bool isAttribute, ReadOnlySpan<byte> key)
    {
        // A search may ask while the next window adds columns: one array throughout.
        var slots = Volatile.Read(ref _slots);
        var place = Column.PlaceOf(level, isAttribute);
        SlotOf(slots, HashOf(place, key), place, key, out var number);
        return number - 1;
    }

    /// <summary>The number of a column, which is added if there is room; <see cref="None"/> if there is none.</summary>
    internal int NumberOf(SpanLevel level, bool isAttribute, ReadOnlySpan<byte> key)
    {
        var place = Column.PlaceOf(level, isAttribute);
        var hash = HashOf(place, key);
        var slot = SlotOf(_slots, hash, place, key, out var known);
        if (known != 0)
        {
            return known - 1;
        }

        var isFull = _columns.Count >= limit || key.Length > MaxKeyBytes;
        return isFull && (isAttribute || key.Length > 1) ? None : Add(new Column(level, isAttribute, key.ToArray(), hash), slot);
    }

    private int Add(Column column, int slot)
    {
        _columns.Add(column);
        Bytes += column.Key.Length;
        var number = First + _columns.Count - 1;
        Volatile.Write(ref _slots[slot], number + 1);
        if (_columns.Count * 2 >= _slots.Length)
        {
            Grow();
        }

        return number;
    }

    private ulong HashOf(byte place, ReadOnlySpan<byte> key) =>
        place <= (byte)SpanLevel.Link ? _hash.OfKey((SpanLevel)place, key) : XxHash3.HashToUInt64(key, unchecked(seed + 1 + place));

    /// <param name="slots">The slots to look through.</param>
    /// <param name="hash">The hash of the column.</param>
    /// <param name="place">Its level and kind.</param>
    /// <param name="key">Its key.</param>
    /// <param name="number">What the slot held when it was looked at, a number plus 1: an empty one may be taken at any moment.</param>
    private int SlotOf(int[] slots, ulong hash, byte place, ReadOnlySpan<byte> key, out int number)
    {
        var mask = slots.Length - 1;
        var slot = (int)hash & mask;
        while ((number = Volatile.Read(ref slots[slot])) != 0
            && this[number - 1] is var column
            && (column.Hash != hash || column.Place != place || !column.Key.AsSpan().SequenceEqual(key)))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Grow()
    {
        var slots = new int[_slots.Length * 2];
        for (var number = First; number < First + _columns.Count; number++)
        {
            slots[SlotOf(slots, this[number].Hash, this[number].Place, this[number].Key, out _)] = number + 1;
        }

        Volatile.Write(ref _slots, slots);
    }
}
