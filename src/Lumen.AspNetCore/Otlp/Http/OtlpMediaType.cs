using Lumen.Ingestion;
using Microsoft.Net.Http.Headers;

namespace Lumen.AspNetCore.Otlp;

/// <summary>The two media types of OTLP/HTTP. Source: OTLP specification, "OTLP/HTTP Request".</summary>
internal static class OtlpMediaType
{
    public const string Protobuf = "application/x-protobuf";
    public const string Json = "application/json";

    /// <summary>The format that a content type stands for; case and parameters do not matter. Null for any other.</summary>
    public static OtlpFormat? Parse(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
        {
            return null;
        }

        return type.MediaType.Equals(Protobuf, StringComparison.OrdinalIgnoreCase) ? OtlpFormat.Protobuf
            : type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase) ? OtlpFormat.Json
            : null;
    }
}
