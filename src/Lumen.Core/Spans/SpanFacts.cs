namespace Lumen;

/// <summary>
/// What of a span a search and a summary need: what a store has at hand without putting the span's bytes together.
/// </summary>
/// <param name="Id">Its own id.</param>
/// <param name="ParentId">The parent's id; zero for none.</param>
/// <param name="Service">The service it belongs to.</param>
/// <param name="Name">The operation; empty means unknown.</param>
/// <param name="Kind">The kind as sent.</param>
/// <param name="Status">The status code as sent.</param>
/// <param name="StartUnixNano">Start in nanoseconds since the Unix epoch, as sent.</param>
/// <param name="EndUnixNano">End in nanoseconds since the Unix epoch, as sent; may lie before the start.</param>
public readonly record struct SpanFacts(
    SpanId Id, SpanId ParentId, string Service, string Name, SpanKind Kind, SpanStatus Status, ulong StartUnixNano, ulong EndUnixNano)
{
    /// <summary>End minus start in nanoseconds; 0 where the end lies before the start.</summary>
    public ulong DurationNanos => EndUnixNano > StartUnixNano ? EndUnixNano - StartUnixNano : 0;

    /// <summary>The facts of a span.</summary>
    /// <param name="span">The span.</param>
    public static SpanFacts Of(Span span) => new(
        span.Id, span.ParentId, span.Service, span.Name, span.Kind, span.Status, span.StartUnixNano, span.EndUnixNano);
}
