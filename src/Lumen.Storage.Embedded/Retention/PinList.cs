using System.Buffers.Binary;
using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Retention;

/// <summary>
/// The traces that retention keeps, and up to which window it has dropped others. Immutable; its file holds two copies, so that no single
/// damage takes it away. Layout: docs/formats/directory.md.
/// </summary>
/// <param name="DroppedUntil">No window up to this one is missing for any other reason than retention; 0 for none.</param>
/// <param name="Pins">When each trace was pinned; nanoseconds since the Unix epoch.</param>
internal sealed record PinList(long DroppedUntil, IReadOnlyDictionary<TraceId, long> Pins)
{
    internal const string FileName = "retention.lumen";

    /// <summary>Bytes of a file without pins.</summary>
    internal const long LeastBytes = 2 * Frame.Alignment;

    private const string TemporaryName = FileName + StoreFiles.TemporaryEnding;
    private const int PinSize = TraceId.Size + sizeof(long);

    /// <summary>A list without pins.</summary>
    internal static PinList Empty { get; } = new(0, new Dictionary<TraceId, long>());

    /// <summary>Reads the list of a directory; an empty one if there is none.</summary>
    /// <exception cref="InvalidDataException">There is one, and neither copy of it is intact.</exception>
    internal static PinList Read(StoreFiles files, long seed)
    {
        if (!files.Exists(FileName))
        {
            return Empty;
        }

        using var file = files.Open(FileName, FileMode.Open);
        return TryReadCopy(file, 0, seed) ?? TryReadCopy(file, file.Length / 2, seed)
            ?? throw new InvalidDataException($"Both copies of the list of pinned traces in '{FileName}' are damaged.");
    }

    /// <summary>Writes the list so that it is durable as a whole, or as it was before.</summary>
    internal void Write(StoreFiles files, long seed, long now)
    {
        var payload = 2 * sizeof(long) + (Pins.Count * PinSize);
        var half = (int)Frame.Align(Frame.SizeOf(payload));
        var bytes = new byte[2 * half];
        WritePayload(bytes.AsSpan(Frame.HeaderSize, payload));
        Frame.Seal(bytes, new FrameHeader { Kind = FrameKind.Pins, Length = payload, Arrival = now }, seed);
        bytes.AsSpan(0, half).CopyTo(bytes.AsSpan(half));
        using (var file = files.Open(TemporaryName, FileMode.Create))
        {
            file.Write(bytes, 0);
            file.Flush();
        }

        files.Rename(TemporaryName, FileName);
        files.FlushDirectory();
    }

    private static PinList? TryReadCopy(StoreFile file, long offset, long seed)
    {
        var bytes = new byte[file.Length - offset];
        if (file.Read(bytes, offset) < bytes.Length || !Frame.TryReadHeader(bytes, out var header) || header.Kind != FrameKind.Pins
            || !Frame.IsIntact(bytes, header, seed))
        {
            return null;
        }

        var payload = bytes.AsSpan(Frame.HeaderSize, header.Length);
        var count = BinaryPrimitives.ReadInt64LittleEndian(payload[sizeof(long)..]);
        var pins = new Dictionary<TraceId, long>();
        for (var pin = payload[(2 * sizeof(long))..]; pin.Length >= PinSize && pins.Count < count; pin = pin[PinSize..])
        {
            pins[TraceId.FromBytes(pin)] = BinaryPrimitives.ReadInt64LittleEndian(pin[TraceId.Size..]);
        }

        return new PinList(BinaryPrimitives.ReadInt64LittleEndian(payload), pins);
    }

    private void WritePayload(Span<byte> payload)
    {
        BinaryPrimitives.WriteInt64LittleEndian(payload, DroppedUntil);
        BinaryPrimitives.WriteInt64LittleEndian(payload[sizeof(long)..], Pins.Count);
        payload = payload[(2 * sizeof(long))..];
        foreach (var (trace, pinned) in Pins)
        {
            trace.CopyTo(payload);
            BinaryPrimitives.WriteInt64LittleEndian(payload[TraceId.Size..], pinned);
            payload = payload[PinSize..];
        }
    }
}
