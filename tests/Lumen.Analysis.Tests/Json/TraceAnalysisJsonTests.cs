using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lumen.Analysis.Tests.Properties;

namespace Lumen.Analysis.Tests.Json;

public sealed class TraceAnalysisJsonTests
{
    private static readonly TraceId Id = new(1, 2);

    [Fact]
    public void Write_SmallTrace_GivesTheContract()
    {
        AnalysisSpan[] spans =
        [
            Made.Span(1, 0, 100, 200) with { Service = "shop", Name = "GET /" },
            Made.Span(2, 1, 110, 190) with { Service = "db", Name = "SELECT" },
            Made.Span(3, 9, 300, 290) with { Service = "shop", Name = "late" },
        ];
        const string Expected = """
            {
              "traceId": "00000000000000010000000000000002",
              "primaryRoot": "0000000000000001",
              "roots": ["0000000000000001", "0000000000000003"],
              "spans": [
                { "spanId": "0000000000000001", "parent": null, "service": "shop", "name": "GET /",
                  "selfNanos": "20", "criticalNanos": "20", "flags": [] },
                { "spanId": "0000000000000002", "parent": "0000000000000001", "service": "db", "name": "SELECT",
                  "selfNanos": "80", "criticalNanos": "80", "flags": [] },
                { "spanId": "0000000000000003", "parent": null, "service": "shop", "name": "late",
                  "selfNanos": "0", "criticalNanos": "0", "flags": ["NEGATIVE_DURATION", "ORPHAN"] }
              ],
              "criticalPath": [
                { "spanId": "0000000000000001", "startUnixNano": "100", "endUnixNano": "110" },
                { "spanId": "0000000000000002", "startUnixNano": "110", "endUnixNano": "190" },
                { "spanId": "0000000000000001", "startUnixNano": "190", "endUnixNano": "200" }
              ],
              "paths": [{ "root": "0000000000000003", "sections": [] }],
              "bottleneck": "0000000000000002",
              "services": [
                { "service": "db", "selfNanos": "80", "criticalNanos": "80" },
                { "service": "shop", "selfNanos": "20", "criticalNanos": "20" }
              ],
              "operations": [
                { "service": "db", "name": "SELECT", "selfNanos": "80", "criticalNanos": "80" },
                { "service": "shop", "name": "GET /", "selfNanos": "20", "criticalNanos": "20" }
              ],
              "gaps": [
                { "spanId": "0000000000000001", "kind": "LEADING", "startUnixNano": "100", "endUnixNano": "110",
                  "before": null, "after": "0000000000000002" },
                { "spanId": "0000000000000001", "kind": "TRAILING", "startUnixNano": "190", "endUnixNano": "200",
                  "before": "0000000000000002", "after": null }
              ],
              "traceGaps": [{ "startUnixNano": "200", "endUnixNano": "300" }],
              "diagnostics": [
                { "code": "NEGATIVE_DURATION", "message": "The span ends before it starts; its end was raised to its start.",
                  "spanId": "0000000000000003" },
                { "code": "ORPHAN", "message": "The parent of the span is not part of the trace; the span was made a root.",
                  "spanId": "0000000000000003" }
              ]
            }
            """;
        var written = Write(TraceAnalysis.Of(spans));
        Assert.Equal(JsonNode.Parse(Expected)!.ToJsonString(), written);
    }

    [Fact]
    public void Write_Nothing_NamesNoRoot()
    {
        var written = JsonNode.Parse(Write(TraceAnalysis.Of([])))!.AsObject();
        Assert.Null(written["primaryRoot"]);
        Assert.Null(written["bottleneck"]);
        Assert.All(
            written.Where(property => property.Value is not null).Skip(1),
            property => Assert.Empty(property.Value!.AsArray()));
    }

    [Fact]
    public void Write_SharedIdAndGreatNumbers_KeepsThemWhole()
    {
        var client = Made.Span(1, 0, 0, ulong.MaxValue, SpanKind.Client);
        var written = JsonNode.Parse(Write(TraceAnalysis.Of([client, client with { Kind = SpanKind.Server, EndUnixNano = 1 }])))!;
        Assert.Equal("0000000000000001#1", (string?)written["spans"]![1]!["spanId"]);
        Assert.Equal("18446744073709551614", (string?)written["spans"]![0]!["selfNanos"]);
    }

    [Fact]
    public void Write_NamesThatAreNoText_GivesValidJson()
    {
        var written = Write(TraceAnalysis.Of([Made.Span(1, 0, 0, 1) with { Name = "\ud800<script>\"\u0000" }]));
        Assert.Equal("\ufffd<script>\"\u0000", (string?)JsonNode.Parse(written)!["spans"]![0]!["name"]);
    }

    [Fact]
    public void WriteFindingsInParts_OfAnyTrace_GivesPropertiesOfTheWhole()
    {
        var analysis = TraceAnalysis.Of(OddForests.Make(1).Spans, ForestProperty.AllGaps);
        var whole = JsonNode.Parse(Write(analysis))!;
        var findings = JsonNode.Parse(Written(writer =>
        {
            writer.WriteStartObject();
            foreach (var _ in TraceAnalysisJson.WriteFindingsInParts(writer, analysis))
            {
                writer.Flush();
            }

            writer.WriteEndObject();
        }))!.AsObject();
        Assert.Equal(8, findings.Count);
        Assert.All(findings, finding => Assert.True(JsonNode.DeepEquals(whole[finding.Key], finding.Value)));
    }

    [Fact]
    public void WriteInParts_LargeTrace_HoldsLittleBetweenFlushesAndGivesTheSame()
    {
        var analysis = TraceAnalysis.Of([.. Enumerable.Range(1, 2_000).Select(id => Made.Span((ulong)id, 0, (ulong)id, (ulong)id * 2))]);
        var most = 0;
        var written = Written(writer =>
        {
            foreach (var held in TraceAnalysisJson.WriteInParts(writer, Id, analysis))
            {
                most = Math.Max(most, held);
                writer.Flush();
            }
        });

        Assert.Equal(Write(analysis), written);
        Assert.InRange(most, 1, 2_000);
        Assert.InRange(written.Length, 200_000, int.MaxValue);
    }

    private static string Write(TraceAnalysis analysis) => Written(writer => TraceAnalysisJson.Write(writer, Id, analysis));

    private static string Written(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
