using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Lumen.Ingestion;

/// <summary>
/// A bounded ring from many producers to one consumer. Producers are lock-free: none ever waits for another or for the consumer, and a
/// full ring is an answer. The ring never allocates after it was made. Its memory ordering is argued in ADR 0010.
/// </summary>
/// <typeparam name="T">What it carries: a reference, so that the garbage collector keeps a cell read late from dangling.</typeparam>
internal sealed class BatchRing<T>
    where T : class
{
    private readonly Cell[] _cells;
    private readonly int _mask;
    private PaddedPosition _tail;
    private PaddedPosition _head;

    internal BatchRing(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        // With one cell, "published" and "free for the next lap" would be the same number.
        _cells = new Cell[Math.Max(2, (int)BitOperations.RoundUpToPowerOf2((uint)capacity))];
        _mask = _cells.Length - 1;
        for (var i = 0; i < _cells.Length; i++)
        {
            _cells[i].Sequence = i;
        }
    }

    internal int Capacity => _cells.Length;

    /// <summary>How many cells are taken, those just being filled included. Exact only while nobody enqueues or dequeues.</summary>
    internal int Count
    {
        get
        {
            // Head first: it only grows, so the difference can be too large for a moment but never negative.
            var head = Volatile.Read(ref _head.Value);
            return (int)Math.Min(Volatile.Read(ref _tail.Value) - head, Capacity);
        }
    }

    /// <summary>Adds an item behind all others. May be called from any thread.</summary>
    /// <returns>False if the ring is full.</returns>
    internal bool TryEnqueue(T item)
    {
        var position = Volatile.Read(ref _tail.Value);
        while (true)
        {
            ref var cell = ref _cells[(int)position & _mask];
            var lap = Volatile.Read(ref cell.Sequence) - position;
            if (lap < 0)
            {
                return false;
            }

            // A positive lap says that another producer has taken this cell since the tail was read.
            var seen = lap == 0 ? Interlocked.CompareExchange(ref _tail.Value, position + 1, position) : Volatile.Read(ref _tail.Value);
            if (lap == 0 && seen == position)
            {
                Volatile.Write(ref cell.Item, item);
                Volatile.Write(ref cell.Sequence, position + 1);
                return true;
            }

            position = seen;
        }
    }

    /// <summary>Takes the oldest item. Only the one consumer may call this.</summary>
    /// <returns>False if the oldest cell is empty, or taken by a producer that has not yet filled it.</returns>
    internal bool TryDequeue([NotNullWhen(true)] out T? item)
    {
        var position = _head.Value;
        ref var cell = ref _cells[(int)position & _mask];
        if (Volatile.Read(ref cell.Sequence) != position + 1)
        {
            item = null;
            return false;
        }

        item = cell.Item!;
        cell.Item = null;
        Volatile.Write(ref cell.Sequence, position + Capacity);
        Volatile.Write(ref _head.Value, position + 1);
        return true;
    }

    /// <summary>
    /// Visits what waits, from any thread. An item may be visited though it was dequeued meanwhile, or missed though it was just enqueued.
    /// </summary>
    internal void Visit(Action<T> visitor)
    {
        var end = Volatile.Read(ref _tail.Value);
        for (var position = Volatile.Read(ref _head.Value); position < end; position++)
        {
            if (Volatile.Read(ref _cells[(int)position & _mask].Item) is { } item)
            {
                visitor(item);
            }
        }
    }

    private struct Cell
    {
        /// <summary>Position p: free for the producer of p. p + 1: filled by it. p + capacity: free for the next lap.</summary>
        internal long Sequence;
        internal T? Item;
    }
}
