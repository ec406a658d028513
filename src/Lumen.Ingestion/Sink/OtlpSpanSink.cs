using System.Buffers;
using Lumen.Ledger;
using Lumen.Otlp;
using Microsoft.Extensions.Logging;

namespace Lumen.Ingestion;

/// <summary>Decodes requests, accounts for them, and takes them through the pipeline. Thread-safe.</summary>
public sealed class OtlpSpanSink : IOtlpSpanSink
{
    private readonly SpanPipeline _pipeline;
    private readonly IngestionOptions _options;
    private readonly SpanLedger _ledger;
    private readonly IntakeBudget _budget;
    private readonly RequestReport _report;
    private readonly RequestDecoder _decoder;
    private readonly BatchHooks _hooks;

    /// <summary>Makes a sink in front of a pipeline.</summary>
    /// <param name="pipeline">Where decoded batches go.</param>
    /// <param name="options">What a request may hold.</param>
    /// <param name="ledger">The ledger of the pipeline.</param>
    /// <param name="budget">The budget of the pipeline.</param>
    /// <param name="instruments">The metrics.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where refusals are reported, a few of them.</param>
    public OtlpSpanSink(
        SpanPipeline pipeline,
        IngestionOptions options,
        SpanLedger ledger,
        IntakeBudget budget,
        LumenInstruments instruments,
        TimeProvider time,
        ILogger<OtlpSpanSink> logger)
    {
        _pipeline = pipeline;
        _options = options;
        _ledger = ledger;
        _budget = budget;
        _report = new RequestReport(instruments, time, logger);
        _decoder = new RequestDecoder(options.Limits, budget);
        _hooks = new BatchHooks(options.Hooks, options.Limits, budget, ledger);
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

        if (RefuseWhereFull(payload) is { } refusal)
        {
            return ValueTask.FromResult(refusal);
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
    public ValueTask<SpanSinkResult> WriteAsync(OtlpPayload payload, OtlpFormat format, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(payload);
        if (payload.Length > _options.MaxRequestBytes)
        {
            return ValueTask.FromResult(RefuseForGood(payload, SinkAnswers.TooLarge(_options.MaxRequestBytes)));
        }

        // A request that cannot be taken is not decoded: overload must not cost what it is short of.
        if (RefuseWhereFull(payload) is { } refusal)
        {
            return ValueTask.FromResult(refusal);
        }

        if (!_decoder.TryDecode(payload, format, out var decoded))
        {
            return ValueTask.FromResult(RefuseForNow(payload, BatchEnding.IntakeFull.Sentence()));
        }

        if (decoded.Status != OtlpReadStatus.Read)
        {
            return ValueTask.FromResult(RefuseForGood(payload, SinkAnswers.NotRead(decoded, _options.Limits)));
        }

        CountRejected(decoded);
        return HookAndStoreAsync(decoded, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<SpanSinkResult> WriteAsync(SpanBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return HookAndStoreAsync(new DecodedRequest(OtlpReadStatus.Read, batch, 0, null, null), cancellationToken);
    }

    /// <inheritdoc/>
    public SpanSinkResult? RefuseWhereFull(OtlpPayload payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        if (_pipeline.IsOpen && _pipeline.HasRoom)
        {
            return null;
        }

        var reason = _pipeline.IsOpen ? BatchEnding.QueueFull : BatchEnding.Closed;
        return RefuseForNow(payload, reason.Sentence());
    }

    /// <inheritdoc/>
    public SpanSinkResult Refuse(OtlpPayload payload, SpanSinkOutcome outcome, string message)
    {
        ArgumentNullException.ThrowIfNull(payload);
        ArgumentOutOfRangeException.ThrowIfEqual((int)outcome, (int)SpanSinkOutcome.Accepted, nameof(outcome));
        return outcome == SpanSinkOutcome.Refused
            ? RefuseForNow(payload, message)
            : RefuseForGood(payload, new SpanSinkResult(outcome, 0, message, null));
    }

    private ValueTask<SpanSinkResult> HookAndStoreAsync(DecodedRequest decoded, CancellationToken cancellationToken)
    {
        if (_hooks.IsEmpty || decoded.Batch is not { Count: > 0 } batch)
        {
            return StoreAsync(decoded, cancellationToken);
        }

        try
        {
            decoded = _hooks.Apply(decoded);
        }
        catch (IntakeFullException)
        {
            _hooks.Release(decoded, batch);
            _ledger.CountRefusedRequest();
            return ValueTask.FromResult(_report.Ended(SinkAnswers.Refused(BatchEnding.IntakeFull.Sentence())));
        }

        return StoreAsync(decoded, cancellationToken);
    }

    private async ValueTask<SpanSinkResult> StoreAsync(DecodedRequest decoded, CancellationToken cancellationToken)
    {
        if (decoded.Batch is not { Count: > 0 and var spans } batch)
        {
            decoded.Batch?.Dispose();
            _budget.Release(decoded.Reserved);
            return _report.Ended(SinkAnswers.Accepted(decoded));
        }

        var ending = await _pipeline.WriteAsync(batch, decoded.Reserved, cancellationToken);
        return _report.Ended(SinkAnswers.Ended(ending, decoded, spans));
    }

    private void CountRejected(DecodedRequest decoded)
    {
        foreach (var (reason, spans) in decoded.Repair?.Rejections ?? [])
        {
            _ledger.Receive(spans);
            _ledger.Settle(SpanFate.Rejected, reason, spans);
        }
    }

    private SpanSinkResult RefuseForGood(OtlpPayload payload, SpanSinkResult result)
    {
        payload.Dispose();
        _ledger.CountMalformedRequest();
        return _report.Ended(result);
    }

    private SpanSinkResult RefuseForNow(OtlpPayload payload, string reason)
    {
        payload.Dispose();
        _ledger.CountRefusedRequest();
        return _report.Ended(SinkAnswers.Refused(reason));
    }
}
