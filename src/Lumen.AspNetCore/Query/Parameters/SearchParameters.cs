using Lumen.Storage;

namespace Lumen.AspNetCore.Query.Parameters;

/// <summary>What <c>GET traces</c> asks for.</summary>
/// <param name="Query">The search.</param>
/// <param name="Explain">Whether each service's time on the critical path is wanted.</param>
internal sealed record SearchParameters(TraceQuery Query, bool Explain)
{
    private const ulong DefaultWindowNanos = 3_600_000_000_000;
    private static readonly string[] StatusNames = ["unset", "ok", "error"];

    /// <summary>Reads them; what is wrong stands in <see cref="QueryParameters.Problem"/> afterwards.</summary>
    /// <param name="parameters">The request's parameters.</param>
    /// <param name="nowUnixNano">The end of the window where none is given.</param>
    internal static SearchParameters Read(QueryParameters parameters, ulong nowUnixNano)
    {
        var (from, to) = ReadWindow(parameters, nowUnixNano);
        var query = new TraceQuery
        {
            Service = parameters.Text("service"),
            Operation = parameters.Text("operation"),
            Kind = parameters.Word("kind", SpanKindNames.All) is >= 0 and var kind ? (SpanKind)kind : null,
            Status = ReadStatus(parameters),
            MinDurationNanos = parameters.Nanoseconds("minDuration") ?? 0,
            MaxDurationNanos = parameters.Nanoseconds("maxDuration") ?? ulong.MaxValue,
            MinTraceDurationNanos = parameters.Nanoseconds("minTraceDuration") ?? 0,
            MaxTraceDurationNanos = parameters.Nanoseconds("maxTraceDuration") ?? ulong.MaxValue,
            Where = PredicateParameters.Read(parameters),
            FromUnixNano = from,
            ToUnixNano = to,
            Limit = parameters.Integer("limit", 1, TraceQuery.MaxLimit, TraceQuery.DefaultLimit),
            After = ReadCursor(parameters),
        };
        var explain = parameters.Flag("explain");
        RefuseEmptyRanges(parameters, query);
        parameters.RefuseUnknown();
        return new SearchParameters(query, explain);
    }

    /// <summary>Reads the window: <c>to</c> is now unless it is given, <c>from</c> an hour before it.</summary>
    /// <param name="parameters">The request's parameters.</param>
    /// <param name="nowUnixNano">The end of the window where none is given.</param>
    internal static (ulong From, ulong To) ReadWindow(QueryParameters parameters, ulong nowUnixNano)
    {
        var to = parameters.UnixNano("to") ?? nowUnixNano;
        var from = parameters.UnixNano("from") ?? to - Math.Min(to, DefaultWindowNanos);
        if (from > to)
        {
            parameters.Refuse(parameters.Text("to") is null
                ? "'from' lies in the future, and 'to' is now unless it is given: give 'to' as well, or an earlier 'from'."
                : "'from' is later than 'to': exchange them.");
        }

        return (from, to);
    }

    private static SpanStatus? ReadStatus(QueryParameters parameters)
    {
        SpanStatus? status = parameters.Word("status", StatusNames) is >= 0 and var place ? (SpanStatus)place : null;
        switch (parameters.Word("error", "true"))
        {
            case < 0:
                return status;
            default:
                if (status is not null and not SpanStatus.Error)
                {
                    parameters.Refuse("'error' is true and 'status' is not error: no span is both; leave one of them out.");
                }

                return SpanStatus.Error;
        }
    }

    private static SearchCursor? ReadCursor(QueryParameters parameters)
    {
        if (parameters.Text("cursor") is not { } text)
        {
            return null;
        }

        if (SearchCursor.TryParse(text, out var cursor))
        {
            return cursor;
        }

        parameters.RefuseValue("cursor", text, "pass on the 'next' of an earlier answer as it was, or leave it out");
        return null;
    }

    private static void RefuseEmptyRanges(QueryParameters parameters, TraceQuery query)
    {
        if (query.MinDurationNanos > query.MaxDurationNanos)
        {
            parameters.Refuse("'minDuration' is longer than 'maxDuration': exchange them.");
        }

        if (query.MinTraceDurationNanos > query.MaxTraceDurationNanos)
        {
            parameters.Refuse("'minTraceDuration' is longer than 'maxTraceDuration': exchange them.");
        }
    }
}
