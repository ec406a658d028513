namespace Lumen.Otlp;

/// <summary>
/// Reads an OTLP <c>ExportTraceServiceRequest</c> in protobuf into a <see cref="SpanBatch"/>: one walk over every field of every span,
/// without allocating for them and without interpreting attributes. What it accepts is readable for ever, by the same reader.
/// </summary>
/// <remarks>O(n) in the bytes. Thread-safe. Source: opentelemetry-proto 1.11, OTLP specification 1.11.</remarks>
public static class OtlpRequestReader
{
    [ThreadStatic]
    private static RequestWalk? _idleWalk;

    /// <summary>Reads a request.</summary>
    /// <param name="payload">
    /// An array of <see cref="PayloadPool"/>. The batch owns it if, and only if, the status is <see cref="OtlpReadStatus.Read"/>.
    /// </param>
    /// <param name="length">How many bytes of it are the request.</param>
    /// <param name="limits">What it may hold.</param>
    /// <param name="reserve">
    /// Told how many bytes of memory the batch takes beside the payload, before they are taken and as they become more; a negative number
    /// gives bytes back. In the end it has been told of as many as the batch has, or of none where there is no batch. It may throw, which
    /// ends the reading. Null, the default, where nobody counts.
    /// </param>
    public static OtlpReadResult Read(byte[] payload, int length, OtlpLimits limits, Action<long>? reserve = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)payload.Length);
        var walk = _idleWalk ?? new RequestWalk();
        _idleWalk = null;
        var result = walk.Run(payload, length, limits, reserve);
        // A walk that threw is not kept.
        _idleWalk = walk;
        return result;
    }
}
