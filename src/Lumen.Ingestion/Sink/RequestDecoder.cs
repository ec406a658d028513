using System.Buffers;
using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>Turns a received body into a batch: reads it, and returns its memory where it gave none.</summary>
internal sealed class RequestDecoder
{
    private readonly OtlpLimits _limits;
    private readonly IntakeBudget _budget;

    internal RequestDecoder(OtlpLimits limits, IntakeBudget budget)
    {
        _limits = limits;
        _budget = budget;
    }

    /// <summary>Reads a body.</summary>
    /// <param name="payload">Emptied, in every outcome.</param>
    /// <param name="format">How it is encoded.</param>
    internal DecodedRequest Decode(OtlpPayload payload, OtlpFormat format)
    {
        var length = payload.Length;
        var array = payload.Detach(out var reserved);
        payload.Dispose();
        var read = format == OtlpFormat.Protobuf
            ? OtlpRequestReader.Read(array, length, _limits)
            : new OtlpReadResult(OtlpReadStatus.Malformed, null, SpanFindings.None, 0);
        if (read.Status != OtlpReadStatus.Read)
        {
            ArrayPool<byte>.Shared.Return(array);
            _budget.Release(reserved);
            reserved = 0;
        }

        return read.Status == OtlpReadStatus.NeedsRepair
            ? new DecodedRequest(
                OtlpReadStatus.Read, null, reserved, read.SpanCount, "invalid", $"The request was rejected: {read.Findings}.")
            : new DecodedRequest(read.Status, read.Batch, reserved, 0, null, null);
    }
}
