using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Columns.Writing;

/// <summary>
/// Numbers the distinct values of a block, from 0, and keeps for each the field that it was first seen in, so that a span that repeats the
/// field is recognised by its bytes. Used again for every block. Not thread-safe.
/// </summary>
internal sealed class ValueTable
{
    private readonly ByteBuilder _bytes = new(64 * 1024);
    private int[] _slots = new int[4096];
    private BlockValue[] _values = new BlockValue[1024];

    /// <summary>How many there are.</summary>
    internal int Count { get; private set; }

    /// <summary>How many bytes their fields have.</summary>
    internal int Bytes => _bytes.Length;

    internal ref BlockValue this[int number] => ref _values[number];

    /// <summary>All of them; valid until the next one is added.</summary>
    internal ReadOnlySpan<BlockValue> All => _values.AsSpan(0, Count);

    /// <summary>The fields that they were first seen in, one behind the other; valid until the next value is added.</summary>
    internal ReadOnlySpan<byte> Fields => _bytes.Written;

    /// <summary>The bytes of a value.</summary>
    internal ReadOnlySpan<byte> BytesOf(in BlockValue value) =>
        _bytes.Written.Slice(value.Offset + value.FieldLength - value.Length, value.Length);

    /// <summary>The number of a value, which is added if it is new.</summary>
    /// <param name="column">Its column.</param>
    /// <param name="hash">Its hash, which depends on the column.</param>
    /// <param name="field">The field that it stands at the end of.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <param name="operation">What the field says beside it.</param>
    internal int NumberOf(int column, ulong hash, ReadOnlySpan<byte> field, int length, FieldOperation operation)
    {
        var mask = _slots.Length - 1;
        var slot = (int)hash & mask;
        for (; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            ref var known = ref _values[_slots[slot] - 1];
            if (known.Hash == hash && known.Column == column && BytesOf(known).SequenceEqual(field[^length..]))
            {
                return _slots[slot] - 1;
            }
        }

        if (Count == _values.Length)
        {
            Array.Resize(ref _values, Count * 2);
        }

        _values[Count] = new BlockValue
        {
            Hash = hash, Column = column, Offset = _bytes.Length, FieldLength = field.Length, Length = length, Operation = operation,
            Place = -1,
        };
        _bytes.Add(field);
        _slots[slot] = ++Count;
        if (Count * 2 > _slots.Length)
        {
            Grow();
        }

        return Count - 1;
    }

    /// <summary>Forgets the values, keeps the memory.</summary>
    internal void Clear()
    {
        _slots.AsSpan().Clear();
        _bytes.Clear();
        Count = 0;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        var mask = _slots.Length - 1;
        for (var number = 1; number <= Count; number++)
        {
            var slot = (int)_values[number - 1].Hash & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = number;
        }
    }
}
