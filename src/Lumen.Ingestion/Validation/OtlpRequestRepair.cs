using System.Buffers;
using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>
/// Writes a request again that <see cref="OtlpRequestReader"/> found to need repair: what can never be stored is left out and counted, what
/// can be mended or cut is, and all the rest keeps its bytes. What it gives is read without findings, and repairing it again changes
/// nothing.
/// </summary>
/// <remarks>
/// The rare path: spans whose ids are no ids are rejected; text that is not UTF-8 is mended with U+FFFD; what exceeds a limit is cut and
/// raises the count of dropped items beside it; lists nested too deep become empty values; links without ids are dropped and counted; a
/// parent id that is no id makes its span a root; messages in several pieces become one. O(n) in the bytes. Thread-safe.
/// </remarks>
public static class OtlpRequestRepair
{
    /// <summary>Repairs a request.</summary>
    /// <param name="request">An <c>ExportTraceServiceRequest</c> in protobuf that the reader did not find malformed.</param>
    /// <param name="limits">The limits it was read with.</param>
    /// <param name="pool">Where memory is rented, also for pieces that become one; null for the pool of bodies.</param>
    /// <returns>The new request, in an array rented from the pool that the caller owns, and what was done.</returns>
    public static RepairedRequest Repair(ReadOnlySpan<byte> request, OtlpLimits limits, ArrayPool<byte>? pool = null)
    {
        ArgumentNullException.ThrowIfNull(limits);
        pool ??= PayloadPool.Instance;
        using var writer = new ProtobufWriter(Math.Max(1, request.Length), pool);
        var report = new RepairReport(limits);
        new RequestRewriter(writer, pool, limits, report).Write(request);
        var payload = writer.Detach(out var length);
        return new RepairedRequest(payload, length, report);
    }
}
