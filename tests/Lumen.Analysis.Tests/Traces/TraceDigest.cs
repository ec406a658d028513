using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Lumen.Analysis.Tests.Traces;

/// <summary>Says what is to be compared about a trace too large to write the answer down: counts, sums and hashes.</summary>
internal sealed class TraceDigest(TraceAnalysis analysis, TraceAnalysis strict)
{
    /// <summary>A value of the expected digest by its name.</summary>
    internal JsonNode? Value(string name) => name switch
    {
        "nodes" => analysis.Spans.Length,
        "roots" => analysis.Roots.Length,
        "orphans" => analysis.Spans.Count(span => span.Flags.HasFlag(SpanFlags.Orphan)),
        "depth" => analysis.Spans.Max(span => span.Depth) + 1,
        "primaryRoot" => analysis.Spans[0].Key.ToString(),
        "rootDurationNano" => analysis.Spans[0].DurationNanos,
        "criticalSections" => analysis.CriticalPath.Length,
        "criticalSpans" => analysis.CriticalPath.ToArray().Select(section => section.Row).Distinct().Count(),
        "criticalPathSha256" => PathHash(analysis),
        "criticalPathThetaZeroSha256" => PathHash(strict),
        "selfTimeSumNano" => analysis.Spans.Aggregate(0UL, (sum, span) => sum + span.SelfNanos),
        "selfTimeSha256" => SelfHash(),
        "bottleneckSpanId" => analysis.Bottleneck < 0 ? null : analysis.Spans[analysis.Bottleneck].Key.ToString(),
        "bottleneckCriticalNano" => analysis.Spans[analysis.Bottleneck].CriticalNanos,
        "gaps" => analysis.Gaps.Length,
        "gapSumNano" => analysis.Gaps.Aggregate(0UL, (sum, gap) => sum + gap.DurationNanos),
        "flags" => Flags(),
        _ => throw new ArgumentException($"No such value: {name}."),
    };

    private static string PathHash(TraceAnalysis analysis) => Hash(analysis.CriticalPath.ToArray().Select(section =>
        string.Create(CultureInfo.InvariantCulture, $"{analysis.Spans[section.Row].Key} {section.StartUnixNano} {section.EndUnixNano}\n")));

    private static string Hash(IEnumerable<string> lines) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));

    private string SelfHash() => Hash(analysis.Spans
        .OrderBy(span => span.Key.ToString(), StringComparer.Ordinal)
        .Select(span => string.Create(CultureInfo.InvariantCulture, $"{span.Key} {span.SelfNanos}\n")));

    private JsonObject Flags() => new(Enum.GetValues<SpanFlags>()
        .Where(flag => flag != SpanFlags.None && analysis.Spans.Any(span => span.Flags.HasFlag(flag)))
        .OrderBy(DiagnosticCodes.Of, StringComparer.Ordinal)
        .Select(flag => KeyValuePair.Create(
            DiagnosticCodes.Of(flag), (JsonNode?)analysis.Spans.Count(span => span.Flags.HasFlag(flag)))));
}
