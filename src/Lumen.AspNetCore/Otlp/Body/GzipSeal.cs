using System.IO.Compression;

namespace Lumen.AspNetCore.Otlp;

/// <summary>
/// A gzip member of known content that is appended to every gzip body before it is inflated. .NET ends a body that was cut short, and one
/// with bytes behind its end, as if nothing were wrong; only a whole body is followed by this content.
/// </summary>
internal static class GzipSeal
{
    /// <summary>What the inflated bytes of a whole body end with.</summary>
    public static ReadOnlySpan<byte> Content => "lumen: end of body"u8;

    /// <summary>The member.</summary>
    public static ReadOnlyMemory<byte> Member { get; } = Compress();

    private static byte[] Compress()
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(Content);
        }

        return compressed.ToArray();
    }
}
