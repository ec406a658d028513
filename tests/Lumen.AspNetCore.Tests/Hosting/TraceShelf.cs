using System.Collections.Concurrent;
using Lumen.Queries;
using Lumen.Storage;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Hosting;

/// <summary>
/// The reading side of a store as a test arranges it: answers by looking at every span, can be away, and can be slow until it is told.
/// </summary>
internal sealed class TraceShelf : ITraceReader
{
    private readonly ConcurrentDictionary<TraceId, List<Span>> _spans = [];
    private int _readNow;

    /// <summary>Set: every question fails with this sentence.</summary>
    internal string? Unavailable { get; set; }

    /// <summary>Set: every answer says that it is incomplete, for this reason.</summary>
    internal string? IncompleteReason { get; set; }

    /// <summary>Set: every question waits for this, or for its cancellation.</summary>
    internal TaskCompletionSource? Gate { get; set; }

    /// <summary>Set: the reading of a whole trace waits for this.</summary>
    internal TaskCompletionSource? TraceGate { get; set; }

    /// <summary>Completed when the reading of a whole trace has begun.</summary>
    internal TaskCompletionSource Reading { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many whole traces were being read at a time.</summary>
    internal int MostReadAtATime { get; private set; }

    /// <summary>How many whole traces can still be read before the store goes away.</summary>
    internal int ReadableTraces { get; set; } = int.MaxValue;

    /// <summary>Completed when a question has come.</summary>
    internal TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completed when a question has been given up by its asker.</summary>
    internal TaskCompletionSource GivenUp { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How much memory a search needs to summarise what it finds.</summary>
    internal long SummaryBytes { get; set; }

    /// <summary>The latest search, as it was asked.</summary>
    internal TraceQuery? LastQuery { get; private set; }

    /// <summary>The latest question for names to offer.</summary>
    internal CompletionQuery? LastCompletion { get; private set; }

    internal TraceShelf Add(string service, params IEnumerable<SpanBuilder> spans) =>
        Add(spans.Select(span => span.Build(OtlpMessages.Resource(service))));

    internal TraceShelf Add(IEnumerable<Span> spans)
    {
        foreach (var span in spans)
        {
            _spans.GetOrAdd(span.TraceId, _ => []).Add(span);
        }

        return this;
    }

    public async ValueTask<Trace?> FindTraceAsync(TraceId id, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        if (ReadableTraces-- <= 0)
        {
            throw new StoreUnavailableException("The disk is gone.");
        }

        MostReadAtATime = Math.Max(MostReadAtATime, Interlocked.Increment(ref _readNow));
        Reading.TrySetResult();
        await (TraceGate?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask);
        Interlocked.Decrement(ref _readNow);
        return _spans.TryGetValue(id, out var spans) ? new Trace(id, spans, IncompleteReason)
            : IncompleteReason is { } reason ? new Trace(id, [], reason)
            : null;
    }

    public ValueTask<long> EstimateTraceBytesAsync(TraceId id, CancellationToken cancellationToken) => ValueTask.FromResult(
        _spans.TryGetValue(id, out var spans) ? spans.Sum(static span => Trace.BytesBesideContent + span.Encoded.Length) : 0L);

    public async ValueTask<TracePage> SearchAsync(TraceQuery query, CancellationToken cancellationToken)
    {
        LastQuery = query with { MaxReadBytes = long.MaxValue };
        if (query.MaxReadBytes < SummaryBytes)
        {
            throw new TraceTooLargeException("It is large.") { NeededBytes = SummaryBytes };
        }

        await OpenAsync(cancellationToken);
        var found = _spans
            .Select(entry => (Id: entry.Key, Newest: NewestStart(entry.Value, query)))
            .Where(entry => entry.Newest is not null && query.After?.Precedes(entry.Newest.Value, entry.Id) != false)
            .OrderByDescending(entry => entry.Newest).ThenBy(entry => entry.Id)
            .ToList();
        var page = found.Take(query.Limit).ToList();
        SearchCursor? next = found.Count > page.Count ? new SearchCursor(page[^1].Newest!.Value, page[^1].Id) : null;
        return new TracePage([.. page.Select(entry => TraceSummary.Of(new Trace(entry.Id, _spans[entry.Id])))], next, IncompleteReason);
    }

    public async ValueTask<NameList<string>> ListServicesAsync(NameQuery query, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        return NameOracle.ListServices(_spans.Values.SelectMany(spans => spans), query, IncompleteReason);
    }

    public async ValueTask<NameList<Operation>> ListOperationsAsync(string service, NameQuery query, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        return NameOracle.ListOperations(_spans.Values.SelectMany(spans => spans), service, query, IncompleteReason);
    }

    public async ValueTask<AttributeKeyList> ListAttributeKeysAsync(CompletionQuery query, CancellationToken cancellationToken)
    {
        LastCompletion = query;
        await OpenAsync(cancellationToken);
        return CompletionOracle.ListKeys([.. _spans.Values.SelectMany(spans => spans)], query, IncompleteReason);
    }

    public async ValueTask<AttributeValueList> ListAttributeValuesAsync(
        AttributeLevel level, string key, CompletionQuery query, CancellationToken cancellationToken)
    {
        LastCompletion = query;
        await OpenAsync(cancellationToken);
        return CompletionOracle.ListValues([.. _spans.Values.SelectMany(spans => spans)], level, key, query, IncompleteReason);
    }

    private static ulong? NewestStart(List<Span> spans, TraceQuery query) =>
        spans.Where(span => Matches(span, query) && MatchesPredicate(span, spans, query)).Select(span => (ulong?)span.StartUnixNano).Max();

    private static bool MatchesPredicate(Span span, List<Span> trace, TraceQuery query)
    {
        var duration = TraceSummary.Of(new Trace(span.TraceId, trace)).DurationNanos;
        return duration >= query.MinTraceDurationNanos && duration <= query.MaxTraceDurationNanos
            && (query.Where is null || PredicateOracle.Holds(query.Where, span, duration));
    }

    private static bool Matches(Span span, TraceQuery query) =>
        (query.Service is null || span.Service == query.Service)
        && (query.Operation is null || span.Name == query.Operation)
        && (query.Kind is null || span.Kind == query.Kind)
        && (query.Status is null || span.Status == query.Status)
        && span.DurationNanos >= query.MinDurationNanos && span.DurationNanos <= query.MaxDurationNanos
        && query.IsInWindow(span.StartUnixNano);

    private async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        Asked.TrySetResult();
        if (Gate is { } gate)
        {
            try
            {
                await gate.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                GivenUp.TrySetResult();
                throw;
            }
        }

        if (Unavailable is { } reason)
        {
            throw new StoreUnavailableException(reason);
        }
    }
}
