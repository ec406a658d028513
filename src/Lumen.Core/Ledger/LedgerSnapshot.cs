namespace Lumen.Ledger;

/// <summary>The ledger at one moment. <see cref="Received"/> equals the sum of all fates plus <see cref="InFlight"/>.</summary>
/// <param name="Received">Spans whose request was decoded.</param>
/// <param name="InFlight">Spans whose fate is open.</param>
/// <param name="Fates">Spans by fate and reason; a fate without spans may be absent.</param>
/// <param name="Duplicates">Stored spans that were recognised as copies: a lower bound, empty after a restart.</param>
/// <param name="AnsweredBeforeOutcome">Spans whose sender was answered before their fate was known.</param>
/// <param name="Changed">Spans whose attributes a hook of the host dropped or redacted.</param>
/// <param name="MalformedRequests">Requests that were refused for good before their spans could be counted.</param>
/// <param name="RefusedRequests">Requests that were refused for now before their spans could be counted.</param>
public sealed record LedgerSnapshot(
    long Received,
    long InFlight,
    IReadOnlyDictionary<(SpanFate Fate, string Reason), long> Fates,
    long Duplicates,
    long AnsweredBeforeOutcome,
    long Changed,
    long MalformedRequests,
    long RefusedRequests)
{
    /// <summary>Spans with a fate, over all reasons.</summary>
    /// <param name="fate">The fate.</param>
    public long this[SpanFate fate] => Fates.Where(entry => entry.Key.Fate == fate).Sum(entry => entry.Value);
}
