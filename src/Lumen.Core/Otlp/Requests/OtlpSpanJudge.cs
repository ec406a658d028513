namespace Lumen.Otlp;

/// <summary>
/// Says of one span what <see cref="OtlpRequestReader"/> says of a request: what keeps it from being stored as it is. Thread-safe.
/// </summary>
public static class OtlpSpanJudge
{
    /// <summary>Judges a span. O(n) in its bytes.</summary>
    /// <param name="span">The bytes of a <c>Span</c> message.</param>
    /// <param name="limits">What it may hold.</param>
    /// <param name="header">Its ids, times, kind, status and flags; an id of a wrong length is zero.</param>
    /// <param name="findings">What was found.</param>
    /// <returns>False if the bytes are not a <c>Span</c> message.</returns>
    public static bool TryJudge(ReadOnlySpan<byte> span, OtlpLimits limits, out SpanHeader header, out SpanFindings findings)
    {
        findings = SpanFindings.None;
        return SpanJudge.TryRead(span, limits, out header, out _, ref findings);
    }
}
