using System.Net.Http.Headers;

namespace Lumen.AspNetCore.Tests.Otlp;

/// <summary>Bodies of OTLP/HTTP requests.</summary>
internal static class HttpBodies
{
    internal static HttpContent Protobuf(byte[] bytes) => AsOtlp(new ByteArrayContent(bytes), gzip: false);

    internal static HttpContent AsOtlp(HttpContent content, bool gzip)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        if (gzip)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        return content;
    }
}
