using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Lumen.AspNetCore.Tests.Cases;

/// <summary>The spans of an acceptance case as a sender would send them: an OTLP/JSON request.</summary>
internal static class CaseRequest
{
    private const int ParentIsKnown = 0x100;
    private const int ParentIsRemote = 0x200;

    private static readonly string[] Kinds = ["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"];
    private static readonly string[] Statuses = ["UNSET", "OK", "ERROR"];

    /// <summary>A trace id of its own for a case at a time.</summary>
    internal static string TraceIdOf(string name, ulong shift) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{name} {shift}")).AsSpan(0, TraceId.Size));

    /// <summary>The request.</summary>
    /// <param name="spans">The spans of the case.</param>
    /// <param name="traceId">The trace to send them under.</param>
    /// <param name="shift">Added to all times, nanoseconds.</param>
    internal static string Of(JsonArray spans, string traceId, ulong shift)
    {
        var resources = spans.GroupBy(span => (string)span!["service"]!, StringComparer.Ordinal).Select(group => (JsonNode)new JsonObject
        {
            ["resource"] = new JsonObject
            {
                ["attributes"] = new JsonArray(
                    new JsonObject { ["key"] = "service.name", ["value"] = new JsonObject { ["stringValue"] = group.Key } }),
            },
            ["scopeSpans"] = new JsonArray(
                new JsonObject { ["spans"] = new JsonArray([.. group.Select(span => Span(span!, traceId, shift))]) }),
        });
        return new JsonObject { ["resourceSpans"] = new JsonArray([.. resources]) }.ToJsonString();
    }

    private static JsonObject Span(JsonNode span, string traceId, ulong shift) => new()
    {
        ["traceId"] = traceId,
        ["spanId"] = (string)span["spanId"]!,
        ["parentSpanId"] = (string)span["parentSpanId"]!,
        ["name"] = (string)span["name"]!,
        ["kind"] = Place(Kinds, span["kind"]),
        ["startTimeUnixNano"] = Moved(span["startUnixNano"], shift),
        ["endTimeUnixNano"] = Moved(span["endUnixNano"], shift),
        ["status"] = new JsonObject { ["code"] = Place(Statuses, span["status"]) },
        ["flags"] = (bool?)span["parentIsRemote"] switch
        {
            true => ParentIsKnown | ParentIsRemote,
            false => ParentIsKnown,
            null => 0,
        },
    };

    private static int Place(string[] names, JsonNode? name)
    {
        var place = Array.FindIndex(names, known => known.Equals((string)name!, StringComparison.OrdinalIgnoreCase));
        return place >= 0 ? place : throw new ArgumentException($"No such kind or status: {name}.");
    }

    private static string Moved(JsonNode? time, ulong shift) =>
        (ulong.Parse((string)time!, CultureInfo.InvariantCulture) + shift).ToString(CultureInfo.InvariantCulture);
}
