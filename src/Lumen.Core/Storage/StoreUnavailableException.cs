namespace Lumen.Storage;

/// <summary>A store cannot be opened or cannot answer at all because of its environment. The message says what to do.</summary>
public sealed class StoreUnavailableException : IOException
{
    /// <summary>Makes the exception.</summary>
    public StoreUnavailableException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">A sentence that says what is wrong and what to do.</param>
    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">A sentence that says what is wrong and what to do.</param>
    /// <param name="innerException">What the environment said.</param>
    public StoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
