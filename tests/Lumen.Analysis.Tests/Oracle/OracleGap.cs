namespace Lumen.Analysis.Tests.Oracle;

/// <summary>A gap of a span (D8), with the children at its ends.</summary>
internal sealed record OracleGap(SpanKey Span, GapKind Kind, ulong Start, ulong End, SpanKey? Before, SpanKey? After);
