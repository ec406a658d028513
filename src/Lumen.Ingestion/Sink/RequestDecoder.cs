using System.Globalization;
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
    /// <param name="decoded">What was read.</param>
    /// <returns>False if the intake budget has no room for what the request becomes: it is to be refused, retryable.</returns>
    internal bool TryDecode(OtlpPayload payload, OtlpFormat format, out DecodedRequest decoded)
    {
        var length = payload.Length;
        var array = payload.Detach(out var reserved);
        payload.Dispose();
        var arrays = new ReservedArrays(_budget, reserved);
        decoded = default;
        try
        {
            decoded = Read(ref array, length, format, arrays) with { Reserved = arrays.Reserved };
            return true;
        }
        catch (IntakeFullException)
        {
            return false;
        }
        finally
        {
            // Also where reading threw, which would be a defect: what is reserved for good is refused for ever.
            if (decoded.Batch is null)
            {
                arrays.Return(array);
                arrays.ReleaseAll();
                decoded = decoded with { Reserved = 0 };
            }
        }
    }

    private DecodedRequest Read(ref byte[] array, int length, OtlpFormat format, ReservedArrays arrays)
    {
        string? message = null;
        if (format == OtlpFormat.Json && !TryTranscode(ref array, ref length, arrays, out message))
        {
            return new DecodedRequest(OtlpReadStatus.Malformed, null, 0, null, message);
        }

        var read = OtlpRequestReader.Read(array, length, _limits, arrays.Reserve);
        if (read.Status != OtlpReadStatus.NeedsRepair)
        {
            return new DecodedRequest(read.Status, read.Batch, 0, null, message);
        }

        var repaired = OtlpRequestRepair.Repair(array.AsSpan(0, length), _limits, arrays);
        arrays.Return(array);
        array = repaired.Payload;
        read = OtlpRequestReader.Read(array, repaired.Length, _limits, arrays.Reserve);
        message = string.Join(' ', new[] { message, repaired.Report.Message }.OfType<string>());
        return new DecodedRequest(read.Status, read.Batch, 0, repaired.Report, message.Length == 0 ? null : message);
    }

    /// <summary>Replaces JSON by protobuf.</summary>
    /// <returns>False if the JSON is no request; the array is as it was.</returns>
    private bool TryTranscode(ref byte[] array, ref int length, ReservedArrays arrays, out string? message)
    {
        using var writer = new ProtobufWriter(Math.Max(1, length / 2), arrays);
        if (!OtlpJsonReader.TryRead(array.AsSpan(0, length), _limits, writer, out message, out var repairedTexts))
        {
            return false;
        }

        message = repairedTexts == 0
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"Text that is not Unicode was repaired; places: {repairedTexts}.");
        arrays.Return(array);
        array = writer.Detach(out length);
        return true;
    }
}
