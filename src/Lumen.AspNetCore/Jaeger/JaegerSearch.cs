using System.Globalization;
using Lumen.AspNetCore.Query.Parameters;
using Lumen.AspNetCore.Routes;
using Lumen.Queries;
using Lumen.Storage;
using Microsoft.AspNetCore.Http;

namespace Lumen.AspNetCore.Jaeger;

/// <summary>A search as Jaeger's API asks it; each parameter by its name and by the deprecated one in snake case.</summary>
internal static class JaegerSearch
{
    private const int DefaultDepth = 100;
    private const string Prefix = "query.";
    private const string Filter = "query.filter";

    /// <summary>Reads a search.</summary>
    /// <returns>The search, or why it is refused.</returns>
    internal static (TraceQuery? Query, Refusal? Refusal) Read(IQueryCollection query)
    {
        var parameters = new QueryParameters(query);
        if (parameters.Text(Filter) is not (null or "{}"))
        {
            return (null, new Refusal(
                StatusCodes.Status501NotImplemented,
                $"Lumen does not know '{Filter}': search by service, operation, duration and 'query.attributes'."));
        }

        var search = new TraceQuery
        {
            Service = parameters.Text("query.serviceName", "query.service_name"),
            Operation = parameters.Text("query.operationName", "query.operation_name"),
            FromUnixNano = ReadTime(parameters, "query.startTimeMin", "query.start_time_min"),
            ToUnixNano = ReadTime(parameters, "query.startTimeMax", "query.start_time_max"),
            MinDurationNanos = ReadDuration(parameters, "query.durationMin", "query.duration_min") ?? 0,
            MaxDurationNanos = ReadDuration(parameters, "query.durationMax", "query.duration_max") ?? ulong.MaxValue,
            Where = JaegerAttributes.Read(parameters),
            Limit = ReadDepth(parameters),
        };
        ReadRaw(parameters, "query.rawTraces", "query.raw_traces");
        RefuseContradictions(parameters, search);

        // Other names are ignored as Jaeger does, but a condition that is not known must not widen the search silently.
        parameters.RefuseUnknown(Prefix);
        return parameters.Problem is { } problem ? (null, Refusal.BadRequest(problem)) : (search, null);
    }

    /// <summary>Whether spans are wanted without Jaeger's adjustments: read for its form alone, as Lumen never changes a span.</summary>
    internal static void ReadRaw(QueryParameters parameters, string name, string alias) => parameters.Flag(name, alias);

    /// <summary>Reads a moment that may be missing.</summary>
    internal static ulong? ReadOptionalTime(QueryParameters parameters, string name, string alias)
    {
        if (parameters.Text(name, alias) is not { } text)
        {
            return null;
        }

        if (!TimeText.TryParseIso(text, out var moment))
        {
            parameters.RefuseValue(name, text, "write a time in the form of RFC 3339, such as 2026-01-31T12:00:00.123456789Z");
        }

        return moment;
    }

    private static ulong ReadTime(QueryParameters parameters, string name, string alias)
    {
        if (ReadOptionalTime(parameters, name, alias) is { } moment)
        {
            return moment;
        }

        parameters.Refuse($"'{name}' is missing: 'query.startTimeMin' and 'query.startTimeMax' are both required.");
        return 0;
    }

    private static ulong? ReadDuration(QueryParameters parameters, string name, string alias)
    {
        if (parameters.Text(name, alias) is not { } text)
        {
            return null;
        }

        if (!DurationText.TryParse(text, out var nanos))
        {
            parameters.RefuseValue(name, text, $"write {DurationText.Form}");
        }

        // Jaeger takes 0 for no bound.
        return nanos == 0 ? null : nanos;
    }

    /// <summary>Jaeger sets no upper bound; a page of Lumen has one, and a shorter answer is better than none.</summary>
    private static int ReadDepth(QueryParameters parameters)
    {
        const string Name = "query.searchDepth";
        if (parameters.Text(Name, "query.search_depth", "query.num_traces") is not { } text)
        {
            return DefaultDepth;
        }

        if (!uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var depth))
        {
            parameters.RefuseValue(Name, text, "write a whole number of traces");
        }

        return depth == 0 ? DefaultDepth : (int)Math.Min(depth, TraceQuery.MaxLimit);
    }

    private static void RefuseContradictions(QueryParameters parameters, TraceQuery search)
    {
        if (search.FromUnixNano > search.ToUnixNano)
        {
            parameters.Refuse("'query.startTimeMin' is later than 'query.startTimeMax': exchange them.");
        }

        if (search.MinDurationNanos > search.MaxDurationNanos)
        {
            parameters.Refuse("'query.durationMin' is longer than 'query.durationMax': exchange them.");
        }
    }
}
