using System.Globalization;
using System.Text.Json.Nodes;

namespace Lumen.Analysis.Tests.Cases;

/// <summary>Reads a span of a case.</summary>
internal static class CaseSpan
{
    internal static AnalysisSpan Read(JsonNode span) => new()
    {
        Id = SpanId.Parse(Text(span, "spanId")),
        ParentId = Text(span, "parentSpanId") is { Length: > 0 } parent ? SpanId.Parse(parent) : default,
        Service = Text(span, "service"),
        Name = Text(span, "name"),
        Kind = Enum.Parse<SpanKind>(Text(span, "kind"), ignoreCase: true),
        Status = Enum.Parse<SpanStatus>(Text(span, "status"), ignoreCase: true),
        RemoteParent = (bool?)span["parentIsRemote"] switch
        {
            true => RemoteParent.Remote,
            false => RemoteParent.Local,
            null => RemoteParent.Unknown,
        },
        StartUnixNano = ulong.Parse(Text(span, "startUnixNano"), CultureInfo.InvariantCulture),
        EndUnixNano = ulong.Parse(Text(span, "endUnixNano"), CultureInfo.InvariantCulture),
        Host = (string?)span["host"],
        Peer = (string?)span["peerService"],
    };

    private static string Text(JsonNode span, string property) => (string)span[property]!;
}
