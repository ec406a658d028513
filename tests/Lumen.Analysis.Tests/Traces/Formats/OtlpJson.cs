using System.Globalization;
using System.Text.Json.Nodes;

namespace Lumen.Analysis.Tests.Traces.Formats;

/// <summary>A trace as Jaeger's version 3 API answers: OTLP JSON below <c>result</c>.</summary>
internal static class OtlpJson
{
    internal static IReadOnlyList<RecordedTrace> Read(string path) => RecordedTrace.Group(
        from resource in JsonNode.Parse(File.ReadAllBytes(path))!["result"]!["resourceSpans"]!.AsArray()
        let service = ServiceOf(resource["resource"]!)
        from scope in resource["scopeSpans"]!.AsArray()
        from span in scope["spans"]!.AsArray()
        select ((string)span["traceId"]!, ToSpan(span, service)));

    private static string ServiceOf(JsonNode resource) => (string)resource["attributes"]!.AsArray()
        .Single(attribute => (string?)attribute!["key"] == "service.name")!["value"]!["stringValue"]!;

    private static AnalysisSpan ToSpan(JsonNode span, string service) => new()
    {
        Id = SpanId.Parse((string)span["spanId"]!),
        ParentId = (string?)span["parentSpanId"] is { Length: > 0 } parent ? SpanId.Parse(parent) : default,
        Service = service,
        Name = (string)span["name"]!,
        Kind = (SpanKind)(int)span["kind"]!,
        RemoteParent = SpanFacts.RemoteParentOf((uint?)span["flags"] ?? 0),
        StartUnixNano = ulong.Parse((string)span["startTimeUnixNano"]!, CultureInfo.InvariantCulture),
        EndUnixNano = ulong.Parse((string)span["endTimeUnixNano"]!, CultureInfo.InvariantCulture),
    };
}
