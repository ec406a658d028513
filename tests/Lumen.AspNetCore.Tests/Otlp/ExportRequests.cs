using System.IO.Compression;
using Lumen.TestKit;
using Lumen.TestKit.Oracle;

namespace Lumen.AspNetCore.Tests.Otlp;

/// <summary>Requests to send.</summary>
internal static class ExportRequests
{
    /// <summary>The bytes of a request of random spans.</summary>
    internal static byte[] Bytes(int spans, int seed = 1) => new RandomOtlp(seed).NextRequest(spans).Encode();

    /// <summary>The same in the generated class.</summary>
    internal static ExportRequest Message(byte[] bytes) => ExportRequest.Parser.ParseFrom(bytes);

    internal static byte[] Gzip(byte[] bytes)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }
}
