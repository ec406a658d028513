using System.IO.Hashing;

namespace Lumen.Storage.Embedded.Catalogs;

/// <summary>
/// Numbers distinct byte strings from 0, in the order in which they are first seen. Keeps copies. One thread adds; what was added before a
/// count was published may be read by others.
/// </summary>
/// <param name="seed">Seeds the hash, so that a sender cannot choose strings that collide.</param>
internal sealed class ByteStringTable(long seed)
{
    private int[] _slots = new int[32];
    private ulong[] _hashes = new ulong[16];
    private byte[][] _strings = new byte[16][];

    /// <summary>How many strings there are.</summary>
    internal int Count { get; private set; }

    /// <summary>How many bytes they have together.</summary>
    internal long Bytes { get; private set; }

    /// <summary>The string with a number.</summary>
    internal byte[] this[int number] => Volatile.Read(ref _strings)[number];

    /// <summary>The number of a string, which is added if it is new.</summary>
    internal int NumberOf(ReadOnlySpan<byte> bytes)
    {
        var hash = XxHash3.HashToUInt64(bytes, seed);
        var slot = Find(hash, bytes);
        if (_slots[slot] != 0)
        {
            return _slots[slot] - 1;
        }

        if (Count == _strings.Length)
        {
            Grow();
            slot = Find(hash, bytes);
        }

        _strings[Count] = bytes.ToArray();
        _hashes[Count] = hash;
        _slots[slot] = ++Count;
        Bytes += bytes.Length;
        return Count - 1;
    }

    /// <summary>The number of a string; -1 if it is not there.</summary>
    internal int Find(ReadOnlySpan<byte> bytes) => _slots[Find(XxHash3.HashToUInt64(bytes, seed), bytes)] - 1;

    /// <summary>Forgets all strings.</summary>
    internal void Clear()
    {
        Array.Clear(_slots);
        Array.Clear(_strings, 0, Count);
        Count = 0;
        Bytes = 0;
    }

    private int Find(ulong hash, ReadOnlySpan<byte> bytes)
    {
        var mask = _slots.Length - 1;
        var slot = (int)hash & mask;
        while (_slots[slot] is var number and not 0 && (_hashes[number - 1] != hash || !_strings[number - 1].AsSpan().SequenceEqual(bytes)))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Grow()
    {
        var strings = _strings;
        Array.Resize(ref strings, Count * 2);
        // Readers without a lock see the old array or the new one, both with everything that was published.
        Volatile.Write(ref _strings, strings);
        Array.Resize(ref _hashes, Count * 2);
        _slots = new int[_slots.Length * 2];
        var mask = _slots.Length - 1;
        for (var number = 1; number <= Count; number++)
        {
            var slot = (int)_hashes[number - 1] & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = number;
        }
    }
}
