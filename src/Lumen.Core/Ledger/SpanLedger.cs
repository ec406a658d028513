namespace Lumen.Ledger;

/// <summary>
/// Accounts for every span: received = stored + sampled out + rejected + refused + dropped + forwarded + in flight, at every moment.
/// Thread-safe; called once or twice a request, never once a span, so that a lock costs nothing and every snapshot adds up.
/// </summary>
public sealed class SpanLedger
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(SpanFate Fate, string Reason), long> _fates = [];
    private long _received;
    private long _inFlight;
    private long _duplicates;
    private long _answeredBeforeOutcome;
    private long _changed;
    private long _malformedRequests;
    private long _refusedRequests;

    /// <summary>Spans have been decoded; their fate is open.</summary>
    /// <param name="spans">How many, at least 0.</param>
    public void Receive(long spans)
    {
        lock (_lock)
        {
            _received += spans;
            _inFlight += spans;
        }
    }

    /// <summary>The fate of spans that were in flight is known.</summary>
    /// <param name="fate">Their fate.</param>
    /// <param name="reason">
    /// Why, a short constant of a small set such as <c>durable</c>, <c>queue_full</c>, <c>invalid_trace_id</c>.
    /// </param>
    /// <param name="spans">How many, at least 0.</param>
    public void Settle(SpanFate fate, string reason, long spans)
    {
        lock (_lock)
        {
            _inFlight -= spans;
            Add(fate, reason, spans);
        }
    }

    /// <summary>Stored spans turn out to be sampled out by a later decision.</summary>
    /// <param name="storedReason">The reason they were stored under.</param>
    /// <param name="reason">The decision.</param>
    /// <param name="spans">How many, at least 0.</param>
    public void SampleOutStored(string storedReason, string reason, long spans)
    {
        lock (_lock)
        {
            Add(SpanFate.Stored, storedReason, -spans);
            Add(SpanFate.SampledOut, reason, spans);
        }
    }

    /// <summary>Stored spans were recognised as copies of spans stored before.</summary>
    /// <param name="spans">How many.</param>
    public void CountDuplicates(long spans) => Interlocked.Add(ref _duplicates, spans);

    /// <summary>A sender was answered before the fate of its spans was known.</summary>
    /// <param name="spans">How many.</param>
    public void CountAnsweredBeforeOutcome(long spans) => Interlocked.Add(ref _answeredBeforeOutcome, spans);

    /// <summary>A hook of the host dropped or redacted attributes of spans.</summary>
    /// <param name="spans">How many.</param>
    public void CountChanged(long spans) => Interlocked.Add(ref _changed, spans);

    /// <summary>A request was refused for good before its spans could be counted.</summary>
    public void CountMalformedRequest() => Interlocked.Increment(ref _malformedRequests);

    /// <summary>A request was refused for now before its spans could be counted.</summary>
    public void CountRefusedRequest() => Interlocked.Increment(ref _refusedRequests);

    /// <summary>The ledger as it is now.</summary>
    public LedgerSnapshot Snapshot()
    {
        lock (_lock)
        {
            return new LedgerSnapshot(
                _received, _inFlight, new Dictionary<(SpanFate, string), long>(_fates),
                Interlocked.Read(ref _duplicates), Interlocked.Read(ref _answeredBeforeOutcome),
                Interlocked.Read(ref _changed),
                Interlocked.Read(ref _malformedRequests), Interlocked.Read(ref _refusedRequests));
        }
    }

    private void Add(SpanFate fate, string reason, long spans) =>
        _fates[(fate, reason)] = _fates.GetValueOrDefault((fate, reason)) + spans;
}
