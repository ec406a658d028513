using System.Text.Json.Nodes;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Senders.Exact;

/// <summary>Makes a request of a trace as the Jaeger UI exports it: times in microseconds, typed tags, the service in a table.</summary>
internal static class JaegerFile
{
    private const ulong NanosPerMicro = 1000;

    internal static byte[] ToRequest(byte[] json)
    {
        var file = JsonNode.Parse(json)!;
        var trace = file["data"] ?? file;
        var request = new OtlpRequestBuilder();
        foreach (var spans in trace["spans"]!.AsArray().GroupBy(span => (string)span!["processID"]!))
        {
            var process = trace["processes"]![spans.Key]!;
            request.Resource((string)process["serviceName"]!, [.. Attributes(process["tags"])]).Add(spans.Select(span => ToSpan(span!)));
        }

        return request.Encode();
    }

    private static SpanBuilder ToSpan(JsonNode span)
    {
        var start = (ulong)span["startTime"]! * NanosPerMicro;
        var parent = span["references"]!.AsArray().FirstOrDefault(reference => (string?)reference!["refType"] == "CHILD_OF");
        return new SpanBuilder
        {
            TraceId = TraceId.Parse(((string)span["traceID"]!).PadLeft(TraceId.HexLength, '0')),
            SpanId = Id((string)span["spanID"]!),
            ParentId = parent is null ? default : Id((string)parent["spanID"]!),
            Name = (string)span["operationName"]!,
            StartUnixNano = start,
            EndUnixNano = start + ((ulong)span["duration"]! * NanosPerMicro),
            Attributes = [.. Attributes(span["tags"])],
        };
    }

    private static IEnumerable<KeyValue> Attributes(JsonNode? tags) =>
        tags?.AsArray().Select(tag => new KeyValue((string)tag!["key"]!, Value((string)tag["type"]!, tag["value"]!))) ?? [];

    private static AnyValue Value(string type, JsonNode value) => type switch
    {
        "bool" => AnyValue.Of((bool)value),
        "int64" => AnyValue.Of((long)value),
        "string" => AnyValue.Of((string)value!),
        _ => throw new NotSupportedException($"The files have no tag of type {type}."),
    };

    private static SpanId Id(string text) => SpanId.Parse(text.PadLeft(SpanId.HexLength, '0'));
}
