namespace Lumen.Storage;

/// <summary>
/// A search met a trace that takes more memory than <see cref="TraceQuery.MaxReadBytes"/> while it is summarised. Nothing is wrong with the
/// store: asked again with <see cref="NeededBytes"/>, the search goes on.
/// </summary>
public sealed class TraceTooLargeException : Exception
{
    /// <summary>Makes the exception.</summary>
    public TraceTooLargeException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">A sentence that says what to do.</param>
    public TraceTooLargeException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">A sentence that says what to do.</param>
    /// <param name="innerException">What caused it.</param>
    public TraceTooLargeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>About how many bytes the search needs to get past this trace; more than it was allowed.</summary>
    public long NeededBytes { get; init; }
}
