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
    /// An array rented from the shared pool. The batch owns it if, and only if, the status is <see cref="OtlpReadStatus.Read"/>.
    /// </param>
    /// <param name="length">How many bytes of it are the request.</param>
    /// <param name="limits">What it may hold.</param>
    public static OtlpReadResult Read(byte[] payload, int length, OtlpLimits limits)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)payload.Length);
        var walk = _idleWalk ?? new RequestWalk();
        _idleWalk = null;
        var result = walk.Run(payload, length, limits);
        // A walk that threw is not kept.
        _idleWalk = walk;
        return result;
    }
}
