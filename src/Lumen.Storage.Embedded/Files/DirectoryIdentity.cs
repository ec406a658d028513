using System.Buffers.Binary;
using System.Security.Cryptography;
using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Files;

/// <summary>
/// What a directory was created with: the seed of all checksums, and the cap on bytes that holds where no option says otherwise. It is
/// written twice into its file, and the seed once more into every file, so that no single damage takes it away.
/// </summary>
/// <param name="Seed">The seed of every checksum but those of identities and file starts, which have seed 0.</param>
/// <param name="Created">When the directory was created; nanoseconds since the Unix epoch.</param>
/// <param name="DefaultRetentionBytes">The cap on bytes that was chosen then.</param>
internal sealed record DirectoryIdentity(long Seed, long Created, long DefaultRetentionBytes)
{
    internal const string FileName = "lumen.store";
    private const string TemporaryName = FileName + StoreFiles.TemporaryEnding;
    private const int PayloadSize = 3 * sizeof(long);
    private const long MostDefaultBytes = 20L * 1024 * 1024 * 1024;
    private const int DefaultShareOfDisk = 5;

    /// <summary>Makes an identity for a directory that has none.</summary>
    internal static DirectoryIdentity Create(long created, long freeBytes, long heldBytes)
    {
        Span<byte> seed = stackalloc byte[sizeof(long)];
        RandomNumberGenerator.Fill(seed);
        var share = Math.Max((freeBytes + heldBytes) / DefaultShareOfDisk, EmbeddedStoreOptions.LeastRetentionBytes);
        return new DirectoryIdentity(BinaryPrimitives.ReadInt64LittleEndian(seed), created, Math.Min(MostDefaultBytes, share));
    }

    /// <summary>Reads the identity of a directory.</summary>
    /// <returns>Null if there is none that can be believed.</returns>
    /// <exception cref="StoreUnavailableException">The directory was written by a Lumen with another format.</exception>
    internal static DirectoryIdentity? TryRead(StoreFiles files)
    {
        if (!files.Exists(FileName))
        {
            return null;
        }

        using var file = files.Open(FileName, FileMode.Open);
        var identity = TryReadCopy(file, 0) ?? TryReadCopy(file, Frame.Alignment);
        if (identity is null && OtherFormatOf(file) is { } format)
        {
            throw new StoreUnavailableException(
                $"The trace directory '{files.Directory}' has format {format}, and this Lumen reads format {Frame.Format}. "
                + (format > Frame.Format
                    ? "Use the newer Lumen that wrote it, or give this one a directory of its own."
                    : "Delete the directory if its traces are no longer needed, or give this Lumen a directory of its own; the Lumen that "
                    + "wrote it can still read it."));
        }

        return identity;
    }

    /// <summary>Writes the identity so that it is durable as a whole or not there.</summary>
    internal void Write(StoreFiles files)
    {
        var copies = new byte[Frame.Alignment + Frame.SizeOf(PayloadSize)];
        Encode(copies);
        Encode(copies.AsSpan(Frame.Alignment));
        using (var file = files.Open(TemporaryName, FileMode.Create))
        {
            file.Write(copies, 0);
            file.Flush();
        }

        files.Rename(TemporaryName, FileName);
        files.FlushDirectory();
    }

    /// <summary>What both copies say of their format, if it is not ours; one copy alone may be damaged.</summary>
    private static uint? OtherFormatOf(StoreFile file)
    {
        var (first, second) = (FormatAt(file, 0), FormatAt(file, Frame.Alignment));
        return first != Frame.Format && first == second ? first : null;
    }

    private static uint? FormatAt(StoreFile file, long offset)
    {
        Span<byte> start = stackalloc byte[2 * sizeof(uint)];
        return file.Read(start, offset) == start.Length && BinaryPrimitives.ReadUInt32LittleEndian(start) == Frame.Magic
            ? BinaryPrimitives.ReadUInt32LittleEndian(start[sizeof(uint)..])
            : null;
    }

    private static DirectoryIdentity? TryReadCopy(StoreFile file, long offset)
    {
        var bytes = new byte[Frame.SizeOf(PayloadSize)];
        if (file.Read(bytes, offset) < bytes.Length)
        {
            return null;
        }

        if (!Frame.TryReadHeader(bytes, out var header) || header.Kind != FrameKind.Identity || header.Length != PayloadSize
            || !Frame.IsIntact(bytes, header, seed: 0))
        {
            return null;
        }

        var payload = bytes.AsSpan(Frame.HeaderSize);
        return new DirectoryIdentity(
            BinaryPrimitives.ReadInt64LittleEndian(payload),
            BinaryPrimitives.ReadInt64LittleEndian(payload[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(payload[16..]));
    }

    private void Encode(Span<byte> frame)
    {
        var payload = frame[Frame.HeaderSize..];
        BinaryPrimitives.WriteInt64LittleEndian(payload, Seed);
        BinaryPrimitives.WriteInt64LittleEndian(payload[8..], Created);
        BinaryPrimitives.WriteInt64LittleEndian(payload[16..], DefaultRetentionBytes);
        Frame.Seal(frame, new FrameHeader { Kind = FrameKind.Identity, Length = PayloadSize, Arrival = Created }, seed: 0);
    }
}
