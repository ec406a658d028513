using System.Buffers;
using Lumen.Otlp;
using Lumen.TestKit;
using Lumen.TestKit.Oracle;

namespace Lumen.Ingestion.Tests.Validation;

/// <summary>Short forms of reading and repairing for tests.</summary>
internal static class Repairing
{
    /// <summary>Repairs a request that needs it, and makes sure that the result is read as it is.</summary>
    internal static (ExportRequest Request, RepairReport Report) Repair(ReadOnlySpan<byte> request, OtlpLimits? limits = null)
    {
        Assert.Equal(OtlpReadStatus.NeedsRepair, Read(request, limits).Status);
        var (bytes, report) = RepairBytes(request, limits);
        Assert.Equal((OtlpReadStatus.Read, SpanFindings.None), Read(bytes, limits));
        return (ExportRequest.Parser.ParseFrom(bytes), report);
    }

    /// <summary>Repairs a request of one span.</summary>
    internal static (TestKit.Oracle.Span Span, RepairReport Report) Repair(SpanBuilder span, OtlpLimits? limits = null)
    {
        var (request, report) = Repair(new OtlpRequestBuilder().Add(span).Encode(), limits);
        return (request.ResourceSpans[0].ScopeSpans[0].Spans[0], report);
    }

    /// <summary>Repairs a request, and makes sure that nothing that was rented for it is left behind.</summary>
    internal static (byte[] Request, RepairReport Report) RepairBytes(ReadOnlySpan<byte> request, OtlpLimits? limits = null)
    {
        var budget = new IntakeBudget(long.MaxValue);
        var arrays = new ReservedArrays(budget, 0);
        var repaired = OtlpRequestRepair.Repair(request, limits ?? OtlpLimits.Default, arrays);
        Assert.Equal(repaired.Payload.Length, budget.Used);
        var bytes = repaired.Payload.AsSpan(0, repaired.Length).ToArray();
        arrays.Return(repaired.Payload);
        Assert.Equal(0, budget.Used);
        return (bytes, repaired.Report);
    }

    internal static (OtlpReadStatus Status, SpanFindings Findings) Read(ReadOnlySpan<byte> request, OtlpLimits? limits = null)
    {
        var payload = ArrayPool<byte>.Shared.Rent(Math.Max(1, request.Length));
        request.CopyTo(payload);
        var result = OtlpRequestReader.Read(payload, request.Length, limits ?? OtlpLimits.Default);
        if (result.Batch is { } batch)
        {
            batch.Dispose();
        }
        else
        {
            ArrayPool<byte>.Shared.Return(payload);
        }

        return (result.Status, result.Findings);
    }

    /// <summary>The bytes of one field.</summary>
    internal static byte[] Field(Action<ProtobufWriter> write)
    {
        using var writer = new ProtobufWriter();
        write(writer);
        return writer.ToArray();
    }
}
