using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lumen.Otlp;
using Lumen.TestKit.Oracle;

namespace Lumen.Core.Tests.Otlp.Json;

/// <summary>Short forms of the JSON reader and writer for tests.</summary>
internal static class OtlpJson
{
    internal static JsonNode Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            write(json);
        }

        return JsonNode.Parse(stream.ToArray(), documentOptions: new JsonDocumentOptions { MaxDepth = 1_000 })!;
    }

    internal static byte[] Read(ReadOnlySpan<byte> json, OtlpLimits? limits = null)
    {
        using var writer = new ProtobufWriter();
        Assert.True(OtlpJsonReader.TryRead(json, limits ?? OtlpLimits.Default, writer, out var error, out _), error);
        return writer.ToArray();
    }

    internal static string? ErrorOf(ReadOnlySpan<byte> json)
    {
        using var writer = new ProtobufWriter();
        return OtlpJsonReader.TryRead(json, OtlpLimits.Default, writer, out var error, out _) ? null : error;
    }

    /// <summary>Reads a request of one span whose object has these properties.</summary>
    internal static TestKit.Oracle.Span ReadSpan(string properties) =>
        ExportRequest.Parser.ParseFrom(Read(Request(properties))).ResourceSpans[0].ScopeSpans[0].Spans[0];

    /// <summary>Reads the value of the first attribute of a request of one span.</summary>
    internal static TestKit.Oracle.AnyValue ReadValue(string value) =>
        ReadSpan($$"""  "attributes":[{"key":"k","value":{{value}}}]  """).Attributes[0].Value;

    /// <summary>A request of one span whose object has these properties.</summary>
    internal static byte[] Request(string properties) =>
        Encoding.UTF8.GetBytes($$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{ {{properties}} }]}]}]}""");
}
