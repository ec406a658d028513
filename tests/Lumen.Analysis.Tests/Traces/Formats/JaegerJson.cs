using System.Text.Json.Nodes;

namespace Lumen.Analysis.Tests.Traces.Formats;

/// <summary>One trace as the Jaeger UI exports it: times in microseconds, the kind among the tags, the service in a table.</summary>
internal static class JaegerJson
{
    private const ulong NanosPerMicro = 1000;

    internal static IReadOnlyList<RecordedTrace> Read(string path)
    {
        var trace = JsonNode.Parse(File.ReadAllBytes(path))!["data"]!;
        var processes = trace["processes"]!;
        return RecordedTrace.Group(trace["spans"]!.AsArray().Select(span => ((string)span!["traceID"]!, ToSpan(span, processes))));
    }

    private static AnalysisSpan ToSpan(JsonNode span, JsonNode processes)
    {
        var start = (ulong)span["startTime"]! * NanosPerMicro;
        var parent = span["references"]!.AsArray().FirstOrDefault(reference => (string?)reference!["refType"] == "CHILD_OF");
        var kind = span["tags"]!.AsArray().FirstOrDefault(tag => (string?)tag!["key"] == "span.kind");
        return new AnalysisSpan
        {
            Id = Id((string)span["spanID"]!),
            ParentId = parent is null ? default : Id((string)parent["spanID"]!),
            Service = (string)processes[(string)span["processID"]!]!["serviceName"]!,
            Name = (string)span["operationName"]!,
            Kind = kind is null ? SpanKind.Unspecified : Enum.Parse<SpanKind>((string)kind["value"]!, ignoreCase: true),
            StartUnixNano = start,
            EndUnixNano = start + ((ulong)span["duration"]! * NanosPerMicro),
        };
    }

    private static SpanId Id(string text) => SpanId.Parse(text.PadLeft(SpanId.HexLength, '0'));
}
