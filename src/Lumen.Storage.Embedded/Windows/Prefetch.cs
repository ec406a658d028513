using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Lumen.Storage.Embedded.Windows;

/// <summary>
/// Tells the processor what is going to be read soon. A bucket takes the spans of a window in another order than memory has them, so that
/// each would wait for memory several times: a fourth of the time of shredding. Does nothing where there is no such instruction.
/// </summary>
internal static class Prefetch
{
    /// <summary>How far ahead bytes are asked for, in spans.</summary>
    internal const int BytesAhead = 3;

    /// <summary>How far ahead headers are asked for, in spans: what says where the bytes are must be there before.</summary>
    internal const int HeadersAhead = 8;

    private const int LineBytes = 64;

    /// <summary>Of longer spans the processor fetches the rest by itself.</summary>
    private const int MostBytes = 1024;

    /// <summary>Asks for the header of a span.</summary>
    internal static unsafe void Header(ref readonly WindowSpan span)
    {
        if (Sse.IsSupported)
        {
            // A hint about an address: nothing is read, so that the address need not stay what it is.
            Sse.Prefetch0(Unsafe.AsPointer(in span));
        }
    }

    /// <summary>Asks for the bytes of a span.</summary>
    internal static unsafe void Bytes(ReadOnlySpan<byte> bytes)
    {
        for (var offset = 0; Sse.IsSupported && offset < Math.Min(bytes.Length, MostBytes); offset += LineBytes)
        {
            Sse.Prefetch0(Unsafe.AsPointer(in bytes[offset]));
        }
    }
}
