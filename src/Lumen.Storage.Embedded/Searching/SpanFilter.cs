using System.Text;
using Lumen.Storage.Embedded.Catalogs;

namespace Lumen.Storage.Embedded.Searching;

/// <summary>The predicates of a query, in the forms in which spans are met.</summary>
internal sealed class SpanFilter
{
    private readonly TraceQuery _query;
    private readonly byte[]? _operation;

    internal SpanFilter(TraceQuery query)
    {
        _query = query;
        _operation = query.Operation is null ? null : Encoding.UTF8.GetBytes(query.Operation);
    }

    /// <summary>The service that is asked for; null for any.</summary>
    internal string? Service => _query.Service;

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
            if (_query.ToUnixNano <= _query.FromUnixNano)
            {
                return null;
            }

            var latest = Math.Min(_query.ToUnixNano - 1, _query.After?.StartUnixNano ?? ulong.MaxValue);
            return latest >= _query.FromUnixNano ? latest : null;
        }
    }

    /// <summary>Whether the spans of an operation can match.</summary>
    internal bool Accepts(Catalog catalog, in CatalogOperation operation) =>
        (_query.Service is null || catalog.Service(operation.Service) == _query.Service)
        && (_query.Kind is null || operation.Kind == _query.Kind)
        && (_operation is null || catalog.Name(operation.Name).SequenceEqual(_operation));

    /// <summary>Which origins of a catalog can match, by number.</summary>
    internal bool[] AcceptedOrigins(Catalog catalog, int originCount)
    {
        var accepted = new bool[originCount];
        for (var origin = 0; origin < originCount; origin++)
        {
            accepted[origin] = Accepts(catalog, catalog.Operation(catalog.Origin(origin).Operation));
        }

        return accepted;
    }

    /// <summary>Whether a span whose origin is accepted matches and comes behind the cursor.</summary>
    internal bool Accepts(TraceId trace, ulong start, ulong duration, SpanStatus status) =>
        start >= _query.FromUnixNano && start < _query.ToUnixNano
        && duration >= _query.MinDurationNanos && duration <= _query.MaxDurationNanos
        && (_query.Status is null || status == _query.Status)
        && (_query.After is null || _query.After.Value.Precedes(start, trace));

    /// <summary>Whether a span matches, wherever the cursor is.</summary>
    internal bool Matches(SpanFacts span) =>
        span.StartUnixNano >= _query.FromUnixNano && span.StartUnixNano < _query.ToUnixNano
        && span.DurationNanos >= _query.MinDurationNanos && span.DurationNanos <= _query.MaxDurationNanos
        && (_query.Status is null || span.Status == _query.Status)
        && (_query.Kind is null || span.Kind == _query.Kind)
        && (_query.Service is null || span.Service == _query.Service)
        && (_query.Operation is null || span.Name == _query.Operation);
}
