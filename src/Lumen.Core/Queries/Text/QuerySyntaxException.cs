namespace Lumen.Queries;

/// <summary>The text of a query does not read. The message names the place and says what to write.</summary>
public sealed class QuerySyntaxException : FormatException
{
    /// <summary>Makes the exception.</summary>
    public QuerySyntaxException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong.</param>
    public QuerySyntaxException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">Why.</param>
    public QuerySyntaxException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="position">Where, counted from 1.</param>
    /// <param name="problem">What is wrong there, without a full stop.</param>
    public QuerySyntaxException(int position, string problem)
        : base($"at character {position}: {problem}") => Position = position;

    /// <summary>The character where reading failed, counted from 1; 0 if that is not known.</summary>
    public int Position { get; }
}
