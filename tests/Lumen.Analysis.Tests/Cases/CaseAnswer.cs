using System.Globalization;
using System.Text.Json.Nodes;

namespace Lumen.Analysis.Tests.Cases;

/// <summary>Says the result of an analysis in the words of the cases, with all times moved back by a shift.</summary>
internal sealed class CaseAnswer(TraceAnalysis analysis, ulong shift)
{
    internal JsonNode Quantity(string name) => name switch
    {
        "roots" => Keys(analysis.Roots.Select(root => root.Row)),
        "primaryRoot" => Key(analysis.Roots[0].Row)!,
        "criticalPath" => Path(analysis.CriticalPath),
        "criticalTimeNano" => Times(analysis.Spans.Take(analysis.Spans[0].SubtreeSize).Where(span => span.CriticalNanos > 0), Critical),
        "otherRootsCriticalPath" => OtherPaths(),
        "bottleneckSpanId" => Key(analysis.Bottleneck)!,
        "parents" => ByKey(analysis.Spans, span => Key(span.Parent)),
        "childrenInOrder" => ByKey(analysis.Spans.Where(span => span.SubtreeSize > 1), Children),
        "selfTimeNano" => Times(analysis.Spans, span => span.SelfNanos),
        "gaps" => new JsonArray([.. analysis.Gaps.Select(Gap)]),
        "traceGaps" => new JsonArray([.. analysis.TraceGaps.Select(TraceGap)]),
        "flags" => ByKey(analysis.Spans.Where(span => span.Flags != SpanFlags.None), Flags),
        _ => throw new ArgumentException($"No such quantity: {name}."),
    };

    private static ulong Critical(AnalyzedSpan span) => span.CriticalNanos;

    private static JsonObject ByKey(IEnumerable<AnalyzedSpan> spans, Func<AnalyzedSpan, JsonNode?> value) =>
        new(spans.Select(span => KeyValuePair.Create(span.Key.ToString(), value(span))));

    private static JsonObject Times(IEnumerable<AnalyzedSpan> spans, Func<AnalyzedSpan, ulong> time) =>
        ByKey(spans, span => JsonValue.Create(time(span)));

    private static JsonArray Flags(AnalyzedSpan span) => new([.. Enum.GetValues<SpanFlags>()
        .Where(flag => flag != SpanFlags.None && span.Flags.HasFlag(flag))
        .Select(flag => JsonValue.Create(DiagnosticCodes.Of(flag)))]);

    private JsonValue? Key(int row) => row < 0 ? null : JsonValue.Create(analysis.Spans[row].Key.ToString());

    private JsonArray Keys(IEnumerable<int> rows) => new([.. rows.Select(Key)]);

    private JsonArray Children(AnalyzedSpan span)
    {
        var row = analysis.IndexOf(span.Key);
        return Keys(Enumerable.Range(row + 1, span.SubtreeSize - 1).Where(other => analysis.Spans[other].Parent == row));
    }

    private JsonArray Path(ReadOnlyMemory<PathSection> sections) => new([.. sections.ToArray().Select(section => (JsonNode)new JsonObject
    {
        ["spanId"] = Key(section.Row),
        ["sectionStartNano"] = Time(section.StartUnixNano),
        ["sectionEndNano"] = Time(section.EndUnixNano),
    })]);

    private JsonObject OtherPaths() => new(analysis.Roots.Skip(1)
        .Select(root => KeyValuePair.Create(analysis.Spans[root.Row].Key.ToString(), (JsonNode?)Path(analysis.PathOf(root)))));

    private JsonNode Gap(SpanGap gap) => new JsonObject
    {
        ["parentSpanId"] = Key(gap.Row),
        ["startNano"] = Time(gap.StartUnixNano),
        ["endNano"] = Time(gap.EndUnixNano),
        ["beforeSpanId"] = Key(gap.Before),
        ["afterSpanId"] = Key(gap.After),
    };

    private JsonNode TraceGap(TimeInterval gap) =>
        new JsonObject { ["startNano"] = Time(gap.StartUnixNano), ["endNano"] = Time(gap.EndUnixNano) };

    private string Time(ulong nanos) => (nanos - shift).ToString(CultureInfo.InvariantCulture);
}
