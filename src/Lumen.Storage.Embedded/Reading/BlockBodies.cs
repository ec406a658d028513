using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Reading;

/// <summary>Puts the bytes of some spans of a block together.</summary>
internal static class BlockBodies
{
    /// <summary>Gets the bytes of one span, which are valid during the call.</summary>
    internal delegate void Visitor(int index, ReadOnlySpan<byte> span);

    /// <summary>Visits spans of a block whose columns have been read.</summary>
    /// <param name="decoder">Has read the columns.</param>
    /// <param name="payload">The block.</param>
    /// <param name="rows">Which spans, in ascending order.</param>
    /// <param name="visit">Gets each.</param>
    /// <exception cref="InvalidDataException">The payload is not a block's.</exception>
    internal static void Visit(BlockDecoder decoder, ReadOnlySpan<byte> payload, IReadOnlyList<int> rows, Visitor visit)
    {
        var bodies = decoder.ReadBodies(payload);
        var columns = decoder.Columns;
        var bytes = new ByteBuilder();
        var (row, offset) = (0, 0);
        foreach (var index in rows)
        {
            for (; row < index; row++)
            {
                offset += columns.BodyLengths[row];
            }

            var length = columns.BodyLengths[index];
            if (offset < 0 || length < 0 || length > bodies.Length - offset)
            {
                throw new InvalidDataException("The bodies of a block are shorter than its columns say.");
            }

            bytes.Clear();
            var body = bodies.Slice(offset, length);
            if (columns.AreVerbatim[index])
            {
                visit(index, body);
                continue;
            }

            SpanBody.Restore(body, columns.At(index), bytes);
            visit(index, bytes.Written);
        }
    }
}
