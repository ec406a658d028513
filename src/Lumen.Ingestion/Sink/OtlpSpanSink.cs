using System.Buffers;
using Lumen.Ledger;
using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>Decodes requests, accounts for them, and takes them through the pipeline. Thread-safe.</summary>
public sealed class OtlpSpanSink : IOtlpSpanSink
{
    private readonly SpanPipeline _pipeline;
    private readonly IngestionOptions _options;
    private readonly SpanLedger _ledger;
    private readonly IntakeBudget _budget;
    private readonly LumenInstruments _instruments;
    private readonly RequestDecoder _decoder;

    /// <summary>Makes a sink in front of a pipeline.</summary>
    /// <param name="pipeline">Where decoded batches go.</param>
    /// <param name="options">What a request may hold.</param>
    /// <param name="ledger">The ledger of the pipeline.</param>
    /// <param name="budget">The budget of the pipeline.</param>
    /// <param name="instruments">The metrics.</param>
    public OtlpSpanSink(
        SpanPipeline pipeline, IngestionOptions options, SpanLedger ledger, IntakeBudget budget, LumenInstruments instruments)
    {
        _pipeline = pipeline;
        _options = options;
        _ledger = ledger;
        _budget = budget;
        _instruments = instruments;
        _decoder = new RequestDecoder(options.Limits, budget);
    }

    /// <inheritdoc/>
    public OtlpPayload BeginPayload() => new(_budget);

    /// <inheritdoc/>
    public ValueTask<SpanSinkResult> WriteAsync(ReadOnlySequence<byte> request, OtlpFormat format, CancellationToken cancellationToken)
    {
        var payload = BeginPayload();
        if (request.Length > _options.MaxRequestBytes)
        {
            return ValueTask.FromResult(RefuseForGood(payload, SinkAnswers.TooLarge(_options.MaxRequestBytes)));
        }

        foreach (var segment in request)
        {
            if (!payload.TryAppend(segment.Span))
            {
                return ValueTask.FromResult(RefuseForNow(payload, BatchEnding.IntakeFull.Sentence()));
            }
        }

        return WriteAsync(payload, format, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<SpanSinkResult> WriteAsync(OtlpPayload payload, OtlpFormat format, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(payload);
        if (payload.Length > _options.MaxRequestBytes)
        {
            return RefuseForGood(payload, SinkAnswers.TooLarge(_options.MaxRequestBytes));
        }

        // A request that cannot be taken is not decoded: overload must not cost what it is short of.
        if (!_pipeline.IsOpen || !_pipeline.HasRoom)
        {
            return RefuseForNow(payload, _pipeline.IsOpen ? BatchEnding.QueueFull.Sentence() : _pipeline.ClosedReason);
        }

        var decoded = _decoder.Decode(payload, format);
        if (decoded.Status != OtlpReadStatus.Read)
        {
            return RefuseForGood(payload, SinkAnswers.NotRead(decoded, _options.Limits));
        }

        CountRejected(decoded);
        return await StoreAsync(decoded, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<SpanSinkResult> WriteAsync(SpanBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return StoreAsync(new DecodedRequest(OtlpReadStatus.Read, batch, 0, 0, null, null), cancellationToken);
    }

    private async ValueTask<SpanSinkResult> StoreAsync(DecodedRequest decoded, CancellationToken cancellationToken)
    {
        if (decoded.Batch is not { Count: > 0 and var spans } batch)
        {
            decoded.Batch?.Dispose();
            _budget.Release(decoded.Reserved);
            return Count(SinkAnswers.Accepted(decoded));
        }

        var ending = await _pipeline.WriteAsync(batch, decoded.Reserved, cancellationToken);
        return Count(SinkAnswers.Ended(ending, decoded, spans));
    }

    private void CountRejected(DecodedRequest decoded)
    {
        if (decoded.RejectionReason is { } reason)
        {
            _ledger.Receive(decoded.RejectedSpans);
            _ledger.Settle(SpanFate.Rejected, reason, decoded.RejectedSpans);
        }
    }

    private SpanSinkResult RefuseForGood(OtlpPayload payload, SpanSinkResult result)
    {
        payload.Dispose();
        _ledger.CountMalformedRequest();
        return Count(result);
    }

    private SpanSinkResult RefuseForNow(OtlpPayload payload, string reason)
    {
        payload.Dispose();
        _ledger.CountRefusedRequest();
        return Count(SinkAnswers.Refused(reason));
    }

    private SpanSinkResult Count(SpanSinkResult result)
    {
        _instruments.RequestEnded(result);
        return result;
    }
}
