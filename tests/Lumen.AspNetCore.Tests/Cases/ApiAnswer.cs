using System.Globalization;
using System.Text.Json.Nodes;

namespace Lumen.AspNetCore.Tests.Cases;

/// <summary>Says the analysis in an answer of the query API in the words of the cases, with all times moved back by a shift.</summary>
/// <param name="analysis">The object <c>analysis</c> of the answer.</param>
/// <param name="shift">How far the case was moved, nanoseconds.</param>
internal sealed class ApiAnswer(JsonObject analysis, ulong shift)
{
    /// <summary>Copies with the same bytes are collapsed before the analysis sees them, so that it has nothing to flag.</summary>
    private const string Collapsed = "DUPLICATE";

    private readonly List<JsonNode> _spans = [.. analysis["spans"]!.AsArray().Select(span => span!)];

    internal JsonNode? Quantity(string name) => name switch
    {
        "roots" => analysis["roots"],
        "primaryRoot" => analysis["primaryRoot"],
        "bottleneckSpanId" => analysis["bottleneck"],
        "criticalPath" => Sections(analysis["criticalPath"]!),
        "criticalTimeNano" => ByKey(PrimaryTree().Where(span => Number(span, "criticalNanos") > 0), span => Number(span, "criticalNanos")),
        "otherRootsCriticalPath" => new JsonObject(analysis["paths"]!.AsArray()
            .Select(path => KeyValuePair.Create((string)path!["root"]!, (JsonNode?)Sections(path["sections"]!)))),
        "parents" => ByKey(_spans, span => span["parent"]?.DeepClone()),
        "childrenInOrder" => Children(),
        "selfTimeNano" => ByKey(_spans, span => Number(span, "selfNanos")),
        "gaps" => new JsonArray([.. analysis["gaps"]!.AsArray().Select(gap => Gap(gap!))]),
        "traceGaps" => new JsonArray([.. analysis["traceGaps"]!.AsArray().Select(gap => TraceGap(gap!))]),
        "flags" => Flags(ByKey(_spans, span => span["flags"]!.DeepClone())),
        _ => throw new ArgumentException($"No such quantity: {name}."),
    };

    /// <summary>Flags without those the store leaves nothing for, and without spans that have none.</summary>
    internal static JsonObject Flags(JsonObject flags) => new(flags
        .Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)WithoutCollapsed(entry.Value!.AsArray())))
        .Where(entry => entry.Value!.AsArray().Count > 0));

    private static JsonArray WithoutCollapsed(JsonArray flags) =>
        new([.. flags.Where(flag => (string)flag! != Collapsed).Select(flag => flag!.DeepClone())]);

    private static JsonObject ByKey(IEnumerable<JsonNode> spans, Func<JsonNode, JsonNode?> value) =>
        new(spans.Select(span => KeyValuePair.Create((string)span["spanId"]!, value(span))));

    private static ulong Number(JsonNode span, string property) => ulong.Parse((string)span[property]!, CultureInfo.InvariantCulture);

    /// <summary>Spans are in forest order, so the first tree ends where the second root begins.</summary>
    private IEnumerable<JsonNode> PrimaryTree() => _spans.TakeWhile((span, place) => place == 0 || span["parent"] is not null);

    private JsonObject Children() => new(_spans
        .Where(span => span["parent"] is not null)
        .GroupBy(span => (string)span["parent"]!)
        .Select(group => KeyValuePair.Create(
            group.Key, (JsonNode?)new JsonArray([.. group.Select(span => span["spanId"]!.DeepClone())]))));

    private JsonArray Sections(JsonNode sections) => new([.. sections.AsArray().Select(section => (JsonNode)new JsonObject
    {
        ["spanId"] = section!["spanId"]!.DeepClone(),
        ["sectionStartNano"] = Time(section, "startUnixNano"),
        ["sectionEndNano"] = Time(section, "endUnixNano"),
    })]);

    private JsonObject Gap(JsonNode gap) => new JsonObject
    {
        ["parentSpanId"] = gap["spanId"]!.DeepClone(),
        ["startNano"] = Time(gap, "startUnixNano"),
        ["endNano"] = Time(gap, "endUnixNano"),
        ["beforeSpanId"] = gap["before"]?.DeepClone(),
        ["afterSpanId"] = gap["after"]?.DeepClone(),
    };

    private JsonObject TraceGap(JsonNode gap) =>
        new JsonObject { ["startNano"] = Time(gap, "startUnixNano"), ["endNano"] = Time(gap, "endUnixNano") };

    private string Time(JsonNode node, string property) => (Number(node, property) - shift).ToString(CultureInfo.InvariantCulture);
}
