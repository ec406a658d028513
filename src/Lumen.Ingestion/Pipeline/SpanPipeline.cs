using Lumen.Ledger;
using Lumen.Storage;
using Microsoft.Extensions.Logging;

namespace Lumen.Ingestion;

/// <summary>
/// The way of batches from requests to the store: a bounded lock-free ring, and one writer that commits all that waits as a group.
/// Thread-safe. Started once, after the store was opened, and stopped once.
/// </summary>
public sealed class SpanPipeline : IDisposable
{
    private const int Created = 0;
    private const int Open = 1;
    private const int Closed = 2;

    private readonly IngestionOptions _options;
    private readonly IntakeBudget _budget;
    private readonly TimeProvider _time;
    private readonly BatchRing<PendingBatch> _ring;
    private readonly ExpirySweep _sweep;
    private readonly GroupCommitWriter _writer;
    private readonly BatchSettlement _settlement;
    private readonly SpanLedger _ledger;
    private readonly long _maxWaitStamps;
    private Task _run = Task.CompletedTask;
    private int _state;

    /// <summary>Makes a pipeline that takes nothing until it is started.</summary>
    /// <param name="store">Where spans go; the pipeline neither opens nor disposes it.</param>
    /// <param name="options">How much may wait, and how long.</param>
    /// <param name="ledger">Where every span is accounted for.</param>
    /// <param name="budget">The bytes requests may hold.</param>
    /// <param name="instruments">The metrics.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where a failing store is reported.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option that must be positive is not.</exception>
    public SpanPipeline(
        ITraceStore store,
        IngestionOptions options,
        SpanLedger ledger,
        IntakeBudget budget,
        LumenInstruments instruments,
        TimeProvider time,
        ILogger<SpanPipeline> logger)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxGroupRequests, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxGroupBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.MaxWait, TimeSpan.Zero);
        _options = options;
        _ledger = ledger;
        _budget = budget;
        _time = time;
        _ring = new BatchRing<PendingBatch>(options.MaxQueuedRequests);
        _sweep = new ExpirySweep(_ring, options.MaxWait, time);
        _writer = new GroupCommitWriter(_ring, store, options, ledger, instruments, time, logger);
        _settlement = new BatchSettlement(ledger, budget);
        _maxWaitStamps = (long)(options.MaxWait.TotalSeconds * time.TimestampFrequency);
        instruments.ObserveQueue(() => QueueDepth);
    }

    /// <summary>How many requests wait for the writer; those withdrawn meanwhile count until the writer comes to them.</summary>
    public int QueueDepth => _ring.Count;

    /// <summary>Whether requests are taken: the store is open and the host is not stopping.</summary>
    public bool IsOpen => Volatile.Read(ref _state) == Open;

    /// <summary>Whether there is a place to wait for one more request. May change at once.</summary>
    public bool HasRoom => _ring.Count < _ring.Capacity;

    /// <summary>Begins to take requests. The store must be open.</summary>
    /// <exception cref="InvalidOperationException">It was started or stopped before.</exception>
    public void Start()
    {
        if (Interlocked.CompareExchange(ref _state, Open, Created) != Created)
        {
            throw new InvalidOperationException("A pipeline is started once; make a new one.");
        }

        // The loop belongs to nobody's request: it keeps no activity and no other context of whoever started it.
        using (ExecutionContext.SuppressFlow())
        {
            _run = Task.Run(_writer.RunAsync);
        }
    }

    /// <summary>
    /// Takes no more requests and writes those that wait. At the deadline, those that still wait are refused, and those that the store
    /// still has are answered; then it returns, though the store may not have.
    /// </summary>
    /// <param name="deadline">Cancelled when there is no more time.</param>
    /// <returns>What could not be written. The second call returns at once, with nothing.</returns>
    public async Task<PipelineStop> StopAsync(CancellationToken deadline)
    {
        var before = Interlocked.Exchange(ref _state, Closed);
        if (before != Open)
        {
            return default;
        }

        _writer.Close();
        try
        {
            await _run.WaitAsync(deadline);
            return default;
        }
        catch (OperationCanceledException)
        {
            return Abandon();
        }
    }

    /// <summary>Stops without waiting for what waits: it is refused.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _state, Closed) == Open)
        {
            _writer.Close();
            Abandon();
        }

        _sweep.Dispose();
        _writer.Dispose();
    }

    /// <summary>Receives a batch in the ledger, takes it to the store, and says what became of it.</summary>
    /// <param name="batch">Owned from now on, in every outcome.</param>
    /// <param name="reserved">The bytes it holds of the intake budget, released by the pipeline.</param>
    /// <param name="cancellationToken">The sender's deadline, or its going away.</param>
    internal async ValueTask<BatchEnding> WriteAsync(SpanBatch batch, long reserved, CancellationToken cancellationToken)
    {
        _ledger.Receive(batch.Count);
        var refusal = Admit(batch, ref reserved);
        var acknowledgesQueued = _options.Acknowledge == Acknowledge.WhenQueued;
        var deadline = acknowledgesQueued ? long.MaxValue : _time.GetTimestamp() + _maxWaitStamps;
        var pending = new PendingBatch(batch, reserved, deadline, _settlement);
        if (refusal is { } ending)
        {
            pending.TryWithdraw(ending);
        }
        else
        {
            Enqueue(pending);
        }

        if (acknowledgesQueued && pending.TryAcknowledge())
        {
            return BatchEnding.Queued;
        }

        var registration = cancellationToken.UnsafeRegister(static state => ((PendingBatch)state!).GiveUp(BatchEnding.SenderGone), pending);
        try
        {
            return await pending.AnswerAsync();
        }
        finally
        {
            // Not disposed: that would wait for a callback on another thread, which changes nothing any more.
            registration.Unregister();
        }
    }

    /// <summary>Looks whether a batch may come in, and reserves what of it is not reserved yet: headers and tables, or all.</summary>
    /// <returns>Why it may not; null if it may.</returns>
    private BatchEnding? Admit(SpanBatch batch, ref long reserved)
    {
        if (!IsOpen)
        {
            return BatchEnding.Closed;
        }

        var rest = Math.Max(0, batch.MemoryBytes - reserved);
        if (!_budget.TryReserve(rest))
        {
            return BatchEnding.IntakeFull;
        }

        reserved += rest;
        return null;
    }

    private void Enqueue(PendingBatch pending)
    {
        if (!_ring.TryEnqueue(pending))
        {
            pending.TryWithdraw(BatchEnding.QueueFull);
            return;
        }

        _writer.Signal();
        _sweep.Arm();
        // The writer may have found the ring empty and ended between the first look and the enqueue: then nobody else comes.
        if (!IsOpen)
        {
            pending.TryWithdraw(BatchEnding.Closed);
        }
    }

    private PipelineStop Abandon()
    {
        var refused = 0L;
        _ring.Visit(pending =>
        {
            if (pending.TryWithdraw(BatchEnding.Closed))
            {
                refused += pending.SpanCount;
            }
        });
        return new PipelineStop(refused, _writer.Abandon());
    }
}
