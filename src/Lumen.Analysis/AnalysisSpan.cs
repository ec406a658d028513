namespace Lumen.Analysis;

/// <summary>
/// What the analysis needs to know of one span. Made by hand or with <see cref="From"/>; nothing else of Lumen is needed to analyse a
/// trace. <c>default</c> is a valid value: an empty span at time 0.
/// </summary>
/// <remarks>
/// Times are nanoseconds since the Unix epoch in the full range of OTLP's <c>fixed64</c>. 0 is a legal time and is not taken as unset.
/// An end before the start is repaired and reported by the analysis.
/// </remarks>
public readonly record struct AnalysisSpan
{
    /// <summary>The span's own id.</summary>
    public SpanId Id { get; init; }

    /// <summary>The id of the span this one was started by; zero means that there is none.</summary>
    public SpanId ParentId { get; init; }

    /// <summary>The service that recorded the span; empty where it is not known, never <c>null</c>.</summary>
    public string Service { get => field ?? string.Empty; init; }

    /// <summary>The name of the operation; empty where it is not known, never <c>null</c>.</summary>
    public string Name { get => field ?? string.Empty; init; }

    /// <summary>The role in a call. A value outside the enumeration is treated as <see cref="SpanKind.Internal"/>.</summary>
    public SpanKind Kind { get; init; }

    /// <summary>How the span ended.</summary>
    public SpanStatus Status { get; init; }

    /// <summary>Whether the parent runs in another process, as far as the sender says.</summary>
    public RemoteParent RemoteParent { get; init; }

    /// <summary>The first nanosecond of the span.</summary>
    public ulong StartUnixNano { get; init; }

    /// <summary>The nanosecond after the last one of the span.</summary>
    public ulong EndUnixNano { get; init; }

    /// <summary>The machine whose clock took the times, or <c>null</c> where it is not known.</summary>
    public string? Host { get; init; }

    /// <summary>The service at the other end of the call, or <c>null</c> where it is not known.</summary>
    public string? Peer { get; init; }

    /// <summary>Spans this one refers to, or <c>null</c> for none. A link is never a parent.</summary>
    public IReadOnlyList<AnalysisLink>? Links { get; init; }

    /// <summary>Takes what the analysis needs from a stored span.</summary>
    /// <param name="span">The span.</param>
    /// <returns>
    /// The same span for the analysis. <see cref="Host"/> is the resource attribute <c>host.id</c>, else the first <c>host.ip</c>, else
    /// <c>host.name</c>; <see cref="Peer"/> is not known.
    /// </returns>
    public static AnalysisSpan From(Span span)
    {
        ArgumentNullException.ThrowIfNull(span);
        return new AnalysisSpan
        {
            Id = span.Id,
            ParentId = span.ParentId,
            Service = span.Service,
            Name = span.Name,
            Kind = span.Kind,
            Status = span.Status,
            RemoteParent = SpanFacts.RemoteParentOf(span.Flags),
            StartUnixNano = span.StartUnixNano,
            EndUnixNano = span.EndUnixNano,
            Host = SpanFacts.HostOf(span.Resource),
            Links = SpanFacts.LinksOf(span),
        };
    }
}
