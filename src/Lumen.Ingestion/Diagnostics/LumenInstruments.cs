using System.Diagnostics.Metrics;
using Lumen.Ledger;

namespace Lumen.Ingestion;

/// <summary>Every metric of Lumen, on one meter named <c>Lumen</c>. Thread-safe; costs next to nothing while nobody listens.</summary>
public sealed class LumenInstruments : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Lumen";

    private readonly Meter _meter;
    private readonly SpanLedger _ledger;
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _commitDuration;
    private readonly Histogram<long> _commitRequests;
    private readonly Histogram<long> _commitSpans;

    /// <summary>Makes the instruments.</summary>
    /// <param name="ledger">The ledger whose states are observed.</param>
    /// <param name="budget">The budget whose use is observed.</param>
    /// <param name="factory">Where meters come from; null for one of their own.</param>
    public LumenInstruments(SpanLedger ledger, IntakeBudget budget, IMeterFactory? factory = null)
    {
        var options = new MeterOptions(MeterName) { Version = typeof(LumenInstruments).Assembly.GetName().Version?.ToString() };
        _meter = factory?.Create(options) ?? new Meter(options);
        _ledger = ledger;
        _requests = _meter.CreateCounter<long>("lumen.requests", "{request}", "Export requests by outcome.");
        _commitDuration = _meter.CreateHistogram<double>("lumen.commit.duration", "s", "How long a group commit took.");
        _commitRequests = _meter.CreateHistogram<long>("lumen.commit.requests", "{request}", "How many requests shared a commit.");
        _commitSpans = _meter.CreateHistogram<long>("lumen.commit.spans", "{span}", "How many spans a commit wrote.");
        _meter.CreateObservableCounter("lumen.spans.settled", ObserveFates, "{span}", "Spans by fate and reason.");
        _meter.CreateObservableCounter("lumen.spans.received", () => ledger.Snapshot().Received, "{span}", "Spans that were decoded.");
        _meter.CreateObservableCounter("lumen.spans.duplicate", () => ledger.Snapshot().Duplicates, "{span}", "Spans stored twice.");
        _meter.CreateObservableCounter(
            "lumen.spans.answered_before_outcome",
            () => ledger.Snapshot().AnsweredBeforeOutcome,
            "{span}",
            "Spans whose sender was answered before their fate was known.");
        _meter.CreateObservableCounter(
            "lumen.spans.changed", () => ledger.Snapshot().Changed, "{span}", "Spans whose attributes a hook of the host changed.");
        _meter.CreateObservableUpDownCounter("lumen.spans.in_flight", () => ledger.Snapshot().InFlight, "{span}", "Spans of open fate.");
        _meter.CreateObservableUpDownCounter("lumen.intake.usage", () => budget.Used, "By", "Bytes that requests hold.");
        _meter.CreateObservableUpDownCounter("lumen.intake.limit", () => budget.Capacity, "By", "Bytes that requests may hold.");
    }

    internal Meter Meter => _meter;

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal void ObserveQueue(Func<int> depth) =>
        _meter.CreateObservableUpDownCounter("lumen.queue.depth", depth, "{request}", "Requests that wait for the writer.");

    internal void ObserveCapture(Func<long> dropped) =>
        _meter.CreateObservableCounter("lumen.capture.dropped", dropped, "{activity}", "Activities of this process that were lost.");

    internal void RequestEnded(SpanSinkResult result) => _requests.Add(1, new KeyValuePair<string, object?>("outcome", OutcomeOf(result)));

    internal void CommitEnded(TimeSpan duration, int requests, long spans)
    {
        _commitDuration.Record(duration.TotalSeconds);
        _commitRequests.Record(requests);
        _commitSpans.Record(spans);
    }

    private static string OutcomeOf(SpanSinkResult result) => result.Outcome switch
    {
        SpanSinkOutcome.Accepted => result.RejectedSpans == 0 ? "accepted" : "partial",
        SpanSinkOutcome.Malformed => "malformed",
        SpanSinkOutcome.TooLarge => "too_large",
        _ => "refused",
    };

    private static string NameOf(SpanFate fate) => fate switch
    {
        SpanFate.Stored => "stored",
        SpanFate.SampledOut => "sampled_out",
        SpanFate.Rejected => "rejected",
        SpanFate.Refused => "refused",
        SpanFate.Dropped => "dropped",
        _ => "forwarded",
    };

    private IEnumerable<Measurement<long>> ObserveFates()
    {
        foreach (var ((fate, reason), spans) in _ledger.Snapshot().Fates)
        {
            yield return new Measurement<long>(
                spans, new KeyValuePair<string, object?>("fate", NameOf(fate)), new KeyValuePair<string, object?>("reason", reason));
        }
    }
}
