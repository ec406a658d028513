namespace Lumen;

/// <summary>
/// What role a span plays in a call, with the numbers of OTLP's <c>Span.SpanKind</c>. A number outside these is kept as it came and is
/// to be treated as <see cref="Internal"/>.
/// </summary>
public enum SpanKind
{
    /// <summary>Not said; to be treated as <see cref="Internal"/>.</summary>
    Unspecified = 0,

    /// <summary>Work inside one process.</summary>
    Internal = 1,

    /// <summary>Handles a request of a remote caller that waits for the answer.</summary>
    Server = 2,

    /// <summary>A request to a remote service, from send to answer.</summary>
    Client = 3,

    /// <summary>Hands a message over and does not wait for its consumer.</summary>
    Producer = 4,

    /// <summary>Takes a message that a producer handed over.</summary>
    Consumer = 5,
}
