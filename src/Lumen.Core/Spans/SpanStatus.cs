namespace Lumen;

/// <summary>How a span ended, with the numbers of OTLP's <c>Status.StatusCode</c>.</summary>
public enum SpanStatus
{
    /// <summary>Not said.</summary>
    Unset = 0,

    /// <summary>The application says that it succeeded.</summary>
    Ok = 1,

    /// <summary>It failed.</summary>
    Error = 2,
}
