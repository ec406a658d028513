using System.Runtime.InteropServices;

namespace Lumen.Otlp;

/// <summary>
/// Numbers the distinct span names of one request: an open-addressing table over ranges of the payload, used for one request after the
/// other. The hash is seeded anew in each process, so a sender cannot choose names that collide.
/// </summary>
internal sealed class SpanNameTable
{
    private const int FirstSlots = 64;

    /// <summary>A table that one odd request made larger than this is not kept.</summary>
    private const int MostSlotsKept = 4_096;

    private int[] _slots = new int[FirstSlots];
    private int[] _hashes = new int[FirstSlots / 2];
    private PayloadRange[] _names = new PayloadRange[FirstSlots / 2];
    private byte[] _payload = [];
    private int _count;
    private int _latest;

    /// <summary>How many names there are, which is the number of the next new one.</summary>
    internal int Count => _count;

    internal void Begin(byte[] payload) => _payload = payload;

    internal void End()
    {
        _payload = [];
        _count = 0;
        if (_slots.Length <= MostSlotsKept)
        {
            Array.Clear(_slots);
            return;
        }

        _slots = new int[FirstSlots];
        _hashes = new int[FirstSlots / 2];
        _names = new PayloadRange[FirstSlots / 2];
    }

    internal PayloadRange[] ToArray() => _names[.._count];

    internal int NumberOf(PayloadRange name)
    {
        var bytes = name.Of(_payload);
        // Spans of one operation often follow each other.
        if (_count > 0 && bytes.SequenceEqual(_names[_latest].Of(_payload)))
        {
            return _latest;
        }

        var hash = Hash(bytes);
        var slot = Find(hash, bytes);
        _latest = _slots[slot] != 0 ? _slots[slot] - 1 : Add(slot, hash, name);
        return _latest;
    }

    private static int Hash(ReadOnlySpan<byte> bytes)
    {
        // string.GetHashCode is the runtime's randomised hash; it reads pairs of bytes, so an odd last byte is mixed in.
        var hash = string.GetHashCode(MemoryMarshal.Cast<byte, char>(bytes));
        return (bytes.Length & 1) == 0 ? hash : HashCode.Combine(hash, bytes[^1]);
    }

    private int Find(int hash, ReadOnlySpan<byte> bytes)
    {
        var mask = _slots.Length - 1;
        var slot = hash & mask;
        while (_slots[slot] is var number and not 0
            && (_hashes[number - 1] != hash || !_names[number - 1].Of(_payload).SequenceEqual(bytes)))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private int Add(int slot, int hash, PayloadRange name)
    {
        if (_count == _names.Length)
        {
            Grow();
            slot = Find(hash, name.Of(_payload));
        }

        _names[_count] = name;
        _hashes[_count] = hash;
        _slots[slot] = ++_count;
        return _count - 1;
    }

    private void Grow()
    {
        Array.Resize(ref _names, _names.Length * 2);
        Array.Resize(ref _hashes, _hashes.Length * 2);
        _slots = new int[_slots.Length * 2];
        var mask = _slots.Length - 1;
        for (var number = 1; number <= _count; number++)
        {
            var slot = _hashes[number - 1] & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = number;
        }
    }
}
