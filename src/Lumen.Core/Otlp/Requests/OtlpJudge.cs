namespace Lumen.Otlp;

/// <summary>
/// Says of one message what <see cref="OtlpRequestReader"/> says of a request: what keeps it from being stored as it is. Thread-safe.
/// </summary>
public static class OtlpJudge
{
    /// <summary>Judges a span. O(n) in its bytes.</summary>
    /// <param name="span">The bytes of a <c>Span</c> message.</param>
    /// <param name="limits">What it may hold.</param>
    /// <param name="header">Its ids, times, kind, status and flags; an id of a wrong length is zero.</param>
    /// <param name="findings">What was found.</param>
    /// <returns>False if the bytes are not a <c>Span</c> message.</returns>
    public static bool TryJudgeSpan(ReadOnlySpan<byte> span, OtlpLimits limits, out SpanHeader header, out SpanFindings findings)
    {
        findings = SpanFindings.None;
        return SpanJudge.TryRead(span, limits, out header, out _, ref findings);
    }

    /// <summary>Judges a resource. O(n) in its bytes.</summary>
    /// <param name="resource">The bytes of a <c>Resource</c> message.</param>
    /// <param name="limits">What it may hold.</param>
    /// <param name="findings">What was found.</param>
    /// <returns>False if the bytes are not a <c>Resource</c> message.</returns>
    public static bool TryJudgeResource(ReadOnlySpan<byte> resource, OtlpLimits limits, out SpanFindings findings)
    {
        findings = SpanFindings.None;
        return PartJudge.TryJudge(resource, AttributedShape.Resource, limits, ref findings);
    }

    /// <summary>Judges an instrumentation scope. O(n) in its bytes.</summary>
    /// <param name="scope">The bytes of an <c>InstrumentationScope</c> message.</param>
    /// <param name="limits">What it may hold.</param>
    /// <param name="findings">What was found.</param>
    /// <returns>False if the bytes are not an <c>InstrumentationScope</c> message.</returns>
    public static bool TryJudgeScope(ReadOnlySpan<byte> scope, OtlpLimits limits, out SpanFindings findings)
    {
        findings = SpanFindings.None;
        return PartJudge.TryJudge(scope, AttributedShape.Scope, limits, ref findings);
    }
}
