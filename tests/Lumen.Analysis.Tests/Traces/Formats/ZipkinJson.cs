using System.Text.Json.Nodes;

namespace Lumen.Analysis.Tests.Traces.Formats;

/// <summary>Zipkin v2: a list of spans, times in microseconds.</summary>
internal static class ZipkinJson
{
    private const ulong NanosPerMicro = 1000;

    internal static IReadOnlyList<RecordedTrace> Read(string path) =>
        RecordedTrace.Group(JsonNode.Parse(File.ReadAllBytes(path))!.AsArray().Select(span => ((string)span!["traceId"]!, ToSpan(span))));

    private static AnalysisSpan ToSpan(JsonNode span)
    {
        var start = ((ulong?)span["timestamp"] ?? 0) * NanosPerMicro;
        return new AnalysisSpan
        {
            Id = SpanId.Parse((string)span["id"]!),
            ParentId = (string?)span["parentId"] is { } parent ? SpanId.Parse(parent) : default,
            Service = (string?)span["localEndpoint"]?["serviceName"] ?? string.Empty,
            Name = (string?)span["name"] ?? string.Empty,
            Kind = (string?)span["kind"] is { } kind ? Enum.Parse<SpanKind>(kind, ignoreCase: true) : SpanKind.Unspecified,
            StartUnixNano = start,
            EndUnixNano = start + (((ulong?)span["duration"] ?? 0) * NanosPerMicro),
        };
    }
}
