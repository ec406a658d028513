using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Columns;

/// <summary>How a span says its shape. The numbers are on disk.</summary>
internal static class ShapeCode
{
    /// <summary>The shape of the latest span of the same operation that has one.</summary>
    internal const int Repeated = 0;

    /// <summary>None: the span is kept as it is.</summary>
    internal const int Whole = 1;

    /// <summary>None: its operations are a value of the block.</summary>
    internal const int Inline = 2;

    /// <summary>The code of the first shape of the bucket.</summary>
    internal const int FirstShape = 3;

    /// <summary>Reads the next code.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    internal static int Take(ReadOnlySpan<byte> codes, ref int position)
    {
        if (position < codes.Length && codes[position] < 0x80)
        {
            return codes[position++];
        }

        var parser = new ByteParser(codes[position..]);
        var code = parser.TakeInt();
        position += parser.Position;
        return code;
    }
}
