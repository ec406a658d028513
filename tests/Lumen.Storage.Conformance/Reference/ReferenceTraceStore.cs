using Lumen.Queries;
using Lumen.TestKit;

namespace Lumen.Storage.Conformance;

/// <summary>
/// The executable specification of a store: keeps every span in a list and answers by going through all of them, as the contracts of
/// <see cref="ITraceStore"/> and <see cref="ITraceReader"/> say it, with no thought of speed. It forgets everything when it is closed.
/// </summary>
public sealed class ReferenceTraceStore : ITraceStore, ITraceReader, ITraceAdministration
{
    private readonly Lock _lock = new();
    private readonly List<Span> _spans = [];
    private readonly SortedSet<TraceId> _pins = [];
    private bool _open;

    /// <inheritdoc/>
    public StoreCapabilities Capabilities { get; } = new() { Name = "reference", MaxConcurrentWrites = 1, IsDurable = false };

    /// <inheritdoc/>
    public StoreHealth Health => _open ? StoreHealth.Healthy : new StoreHealth(StoreStatus.Unhealthy, ["The store is not open."]);

    /// <inheritdoc/>
    public long RecognisedCopies => 0;

    /// <inheritdoc/>
    public ITraceReader Reader => this;

    /// <inheritdoc/>
    public ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _open = true;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<SpanBatch> batches, Memory<WriteOutcome> outcomes, CancellationToken cancellationToken)
    {
        for (var index = 0; index < batches.Length; index++)
        {
            if (!_open || cancellationToken.IsCancellationRequested)
            {
                outcomes.Span[index] = WriteOutcome.Retry;
                continue;
            }

            lock (_lock)
            {
                _spans.AddRange(SpansOf(batches.Span[index]));
            }

            outcomes.Span[index] = WriteOutcome.Stored;
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask RetireAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _open = false;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<Trace?> FindTraceAsync(TraceId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var spans = All().Where(span => span.TraceId == id).ToList();
        var reason = _open ? null : "The store is not open.";
        return ValueTask.FromResult(spans.Count == 0 && reason is null ? null : new Trace(id, spans, reason));
    }

    /// <inheritdoc/>
    public ValueTask<long> EstimateTraceBytesAsync(TraceId id, CancellationToken cancellationToken) => ValueTask.FromResult(
        All().Where(span => span.TraceId == id).Sum(static span => Trace.BytesBesideContent + (long)span.Encoded.Length));

    /// <inheritdoc/>
    public ValueTask<TracePage> SearchAsync(TraceQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, TraceQuery.MaxLimit);
        var spans = All();
        var durations = spans.GroupBy(span => span.TraceId).ToDictionary(group => group.Key, DurationOf);
        var results = spans
            .Where(span => Matches(span, query) && Matches(span, durations[span.TraceId], query))
            .GroupBy(span => span.TraceId, (id, matches) => new SearchCursor(matches.Max(span => span.StartUnixNano), id))
            .Where(key => query.After is not { } after || after.Precedes(key.StartUnixNano, key.TraceId))
            .OrderByDescending(key => key.StartUnixNano).ThenBy(key => key.TraceId)
            .ToList();
        var page = results.Take(query.Limit).ToList();
        var summaries = page.Select(key => TraceSummary.Of(new Trace(key.TraceId, spans.Where(span => span.TraceId == key.TraceId))))
            .ToList();
        return ValueTask.FromResult(new TracePage(
            summaries, results.Count > page.Count ? page[^1] : null, _open ? null : "The store is not open."));
    }

    /// <inheritdoc/>
    public ValueTask<NameList<string>> ListServicesAsync(NameQuery query, CancellationToken cancellationToken) =>
        ValueTask.FromResult(NameOracle.ListServices(Open(), query, null));

    /// <inheritdoc/>
    public ValueTask<NameList<Operation>> ListOperationsAsync(string service, NameQuery query, CancellationToken cancellationToken) =>
        ValueTask.FromResult(NameOracle.ListOperations(Open(), service, query, null));

    /// <inheritdoc/>
    public ValueTask<bool> DeleteTraceAsync(TraceId id, CancellationToken cancellationToken) => Administer(() =>
    {
        _pins.Remove(id);
        return _spans.RemoveAll(span => span.TraceId == id) > 0;
    });

    /// <inheritdoc/>
    public ValueTask<bool> PinTraceAsync(TraceId id, CancellationToken cancellationToken) =>
        Administer(() => _spans.Exists(span => span.TraceId == id) && (_pins.Add(id) || true));

    /// <inheritdoc/>
    public ValueTask<bool> UnpinTraceAsync(TraceId id, CancellationToken cancellationToken) => Administer(() => _pins.Remove(id));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<PinnedTrace>> ListPinnedTracesAsync(CancellationToken cancellationToken) =>
        Administer<IReadOnlyList<PinnedTrace>>(() => [.. _pins.Select(id => new PinnedTrace(id, PinnedUnixNano: 0))]);

    private ValueTask<T> Administer<T>(Func<T> work)
    {
        lock (_lock)
        {
            return _open ? ValueTask.FromResult(work()) : throw new StoreUnavailableException("The store is not open.");
        }
    }

    /// <inheritdoc/>
    public ValueTask<AttributeKeyList> ListAttributeKeysAsync(CompletionQuery query, CancellationToken cancellationToken) =>
        ValueTask.FromResult(CompletionOracle.ListKeys(All(), query, _open ? null : "The store is not open."));

    /// <inheritdoc/>
    public ValueTask<AttributeValueList> ListAttributeValuesAsync(
        AttributeLevel level, string key, CompletionQuery query, CancellationToken cancellationToken) =>
        ValueTask.FromResult(CompletionOracle.ListValues(All(), level, key, query, _open ? null : "The store is not open."));

    private List<Span> Open() => _open ? All() : throw new StoreUnavailableException("The store is not open.");

    private static bool Matches(Span span, TraceQuery query) =>
        (query.Service is null || span.Service == query.Service)
        && (query.Operation is null || span.Name == query.Operation)
        && (query.Kind is null || span.Kind == query.Kind)
        && (query.Status is null || span.Status == query.Status)
        && span.DurationNanos >= query.MinDurationNanos && span.DurationNanos <= query.MaxDurationNanos
        && query.IsInWindow(span.StartUnixNano);

    private static bool Matches(Span span, ulong traceDuration, TraceQuery query) =>
        traceDuration >= query.MinTraceDurationNanos && traceDuration <= query.MaxTraceDurationNanos
        && (query.Where is null || PredicateOracle.Holds(query.Where, span, traceDuration));

    private static ulong DurationOf(IEnumerable<Span> trace) =>
        trace.Max(span => Math.Max(span.StartUnixNano, span.EndUnixNano)) - trace.Min(span => span.StartUnixNano);

    private static IEnumerable<Span> SpansOf(SpanBatch batch)
    {
        var payload = batch.Payload.ToArray();
        var resources = batch.Resources.ToArray().Select(resource => new Resource(Slice(resource.Message), Text(resource.SchemaUrl)))
            .ToArray();
        var scopes = batch.Scopes.ToArray().Select(scope => new Scope(Slice(scope.Message), Text(scope.SchemaUrl))).ToArray();
        return batch.Headers.ToArray()
            .Select(header => new Span(payload.AsMemory(header.Offset, header.Length), resources[header.Resource], scopes[header.Scope]));

        ReadOnlyMemory<byte> Slice(PayloadRange range) => payload.AsMemory(range.Offset, range.Length);

        string Text(PayloadRange range) => System.Text.Encoding.UTF8.GetString(Slice(range).Span);
    }

    private List<Span> All()
    {
        lock (_lock)
        {
            return _open ? [.. _spans] : [];
        }
    }
}
