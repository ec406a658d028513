using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>Keeps the first items of a message up to a limit, and counts the others on top of those its sender dropped.</summary>
/// <param name="limit">How many items are kept.</param>
internal struct ItemCounter(int limit)
{
    private uint _sent;

    /// <summary>How many items were kept.</summary>
    internal int Kept { get; private set; }

    /// <summary>How many items were dropped here.</summary>
    internal long Dropped { get; private set; }

    /// <summary>Whether there is room for the next item; it counts as kept or dropped.</summary>
    internal bool TryKeep()
    {
        if (Kept == limit)
        {
            Dropped++;
            return false;
        }

        Kept++;
        return true;
    }

    /// <summary>Counts an item that is dropped though there may be room.</summary>
    internal void Drop() => Dropped++;

    /// <summary>Takes the sender's own count; the last one is meant.</summary>
    internal void TakeSent(ulong count) => _sent = (uint)count;

    /// <summary>Writes the count of all dropped items, which stops at its largest value.</summary>
    internal readonly void Write(ProtobufWriter writer, int field)
    {
        var count = Math.Min(uint.MaxValue, _sent + (ulong)Dropped);
        if (count > 0)
        {
            writer.WriteVarint(field, count);
        }
    }
}
