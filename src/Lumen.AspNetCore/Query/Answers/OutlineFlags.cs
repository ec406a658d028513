using Lumen.Analysis;

namespace Lumen.AspNetCore.Query.Answers;

/// <summary>The flags of a span as numbers: a name's place is its bit.</summary>
internal static class OutlineFlags
{
    internal static readonly string[] Names =
        [.. Enum.GetValues<SpanFlags>().Where(flag => flag != SpanFlags.None).Order().Select(DiagnosticCodes.Of)];
}
