using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Lumen.Analysis;

/// <summary>
/// Finds a span by its id: an open-addressing table, at most half full. Ids come from strangers, so the hash is seeded per process.
/// </summary>
internal readonly ref struct SpanTable
{
    private static readonly ulong Seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private readonly Span<Slot> _slots;
    private readonly int _shift;

    /// <param name="arena">Where the slots are taken from.</param>
    /// <param name="capacity">The greatest number of different ids.</param>
    internal SpanTable(ref Arena arena, int capacity)
    {
        var size = SlotCount(capacity);
        _slots = arena.TakeZeroed<Slot>(size);
        _shift = 64 - BitOperations.Log2((uint)size);
    }

    /// <summary>The number of slots for so many ids.</summary>
    internal static int SlotCount(int capacity) => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, 2L * capacity));

    /// <summary>The input index that holds an id, or -1.</summary>
    internal int Find(SpanId id) => Locate(id).Holder - 1;

    /// <summary>Makes an input index the holder of an id, unless it has one; returns the holder.</summary>
    internal int FindOrAdd(SpanId id, int index)
    {
        ref var slot = ref Locate(id);
        if (slot.Holder == 0)
        {
            slot = new Slot { Id = id.Value, Holder = index + 1 };
        }

        return slot.Holder - 1;
    }

    /// <summary>Makes an input index the holder of an id that has one.</summary>
    internal void Replace(SpanId id, int index) => Locate(id).Holder = index + 1;

    private ref Slot Locate(SpanId id)
    {
        var place = (int)(Hash(id.Value) >> _shift);
        while (_slots[place].Holder != 0 && _slots[place].Id != id.Value)
        {
            place = (place + 1) & (_slots.Length - 1);
        }

        return ref _slots[place];
    }

    /// <summary>The finalizer of MurmurHash3 over the seeded id.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(ulong id)
    {
        var hash = id ^ Seed;
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }

    private struct Slot
    {
        /// <summary>Meaningful where there is a holder.</summary>
        internal ulong Id;

        /// <summary>An input index plus 1; 0 where the slot is free.</summary>
        internal int Holder;
    }
}
