using System.Text;
using Lumen.Queries;
using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Catalogs;

namespace Lumen.Storage.Embedded.Searching;

/// <summary>The predicates of a query, in the forms in which spans are met.</summary>
internal sealed class SpanFilter
{
    private readonly TraceQuery _query;
    private readonly byte[]? _operation;

    internal SpanFilter(TraceQuery query)
    {
        _query = query = QueryFolding.Fold(query);
        Matcher = query.Where is null ? null : new SpanMatcher(query.Where);
        _operation = query.Operation is null ? null : Encoding.UTF8.GetBytes(query.Operation);
    }

    /// <summary>The service that is asked for; null for any.</summary>
    internal string? Service => _query.Service;

    /// <summary>What of the query its properties cannot say; null where there is no more.</summary>
    internal SpanMatcher? Matcher { get; }

    /// <summary>Whether a service or a name is asked for.</summary>
    internal bool NamesSomething => _query.Service is not null || _operation is not null;

    /// <summary>Whether an operation or kind is asked for.</summary>
    internal bool NamesOperation => _operation is not null || _query.Kind is not null;

    internal ulong MinDurationNanos => _query.MinDurationNanos;

    internal SpanStatus? Status => _query.Status;

    internal ulong FromUnixNano => _query.FromUnixNano;

    /// <summary>
    /// The latest start that can give a result, inclusive: before the window's end and not before the place where the last page ended;
    /// null if there is none.
    /// </summary>
    internal ulong? LatestStart
    {
        get
        {
            if (_query.ToUnixNano == 0)
            {
                return null;
            }

            var last = _query.ToUnixNano == ulong.MaxValue ? ulong.MaxValue : _query.ToUnixNano - 1;
            var latest = Math.Min(last, _query.After?.StartUnixNano ?? ulong.MaxValue);
            return latest >= _query.FromUnixNano ? latest : null;
        }
    }

    /// <summary>Whether the spans of an operation can match.</summary>
    internal bool Accepts(Catalog catalog, in CatalogOperation operation) =>
        (_query.Service is null || catalog.Service(operation.Service) == _query.Service)
        && (_query.Kind is null || operation.Kind == _query.Kind)
        && (_operation is null || catalog.Name(operation.Name).SequenceEqual(_operation));

    /// <summary>Whether a bucket may have spans of the service and the name that are asked for.</summary>
    internal bool MayBeIn(BucketNames? names) =>
        names is null
        || ((_query.Service is null || names.MayHaveService(_query.Service)) && (_operation is null || names.MayHaveName(_operation)));

    /// <summary>Whether a span whose origin is accepted matches and comes behind the cursor.</summary>
    internal bool Accepts(TraceId trace, ulong start, ulong duration, SpanStatus status) =>
        _query.IsInWindow(start)
        && duration >= _query.MinDurationNanos && duration <= _query.MaxDurationNanos
        && (_query.Status is null || status == _query.Status)
        && (_query.After is null || _query.After.Value.Precedes(start, trace));

    /// <summary>Whether a trace of this duration can match.</summary>
    internal bool AcceptsTrace(ulong duration) => duration >= _query.MinTraceDurationNanos && duration <= _query.MaxTraceDurationNanos;

    /// <summary>Whether a span matches, wherever the cursor is, in a trace whose duration is accepted.</summary>
    internal bool Matches(Span span, ulong traceDuration) =>
        Matches(SpanFacts.Of(span)) && (Matcher is null || Matcher.Matches(span, traceDuration));

    /// <summary>Whether a span matches but for the predicate, wherever the cursor is.</summary>
    internal bool Matches(SpanFacts span) =>
        _query.IsInWindow(span.StartUnixNano)
        && span.DurationNanos >= _query.MinDurationNanos && span.DurationNanos <= _query.MaxDurationNanos
        && (_query.Status is null || span.Status == _query.Status)
        && (_query.Kind is null || span.Kind == _query.Kind)
        && (_query.Service is null || span.Service == _query.Service)
        && (_query.Operation is null || span.Name == _query.Operation);
}
