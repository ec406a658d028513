namespace Lumen.Hosting;

/// <summary>So many bytes of traces are being read that there was no room for another one for a while.</summary>
public sealed class ReadersBusyException : Exception
{
    /// <summary>Makes the exception.</summary>
    public ReadersBusyException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">A sentence that says what to do.</param>
    public ReadersBusyException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">A sentence that says what to do.</param>
    /// <param name="innerException">What caused it.</param>
    public ReadersBusyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>When it is worth trying again.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);
}
