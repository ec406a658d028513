namespace Lumen.Storage;

/// <summary>Which names to offer while somebody writes a search.</summary>
public sealed record CompletionQuery
{
    /// <summary>How many names an answer holds unless it is said: 100.</summary>
    public const int DefaultLimit = 100;

    /// <summary>How many names an answer holds at most: 1,000.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>Only what spans of this service have, case-sensitive; null for any.</summary>
    public string? Service { get; init; }

    /// <summary>The spans start at this moment or later; nanoseconds since the Unix epoch.</summary>
    public ulong FromUnixNano { get; init; }

    /// <summary>The spans start before this moment; nanoseconds since the Unix epoch. 2^64 - 1, the default, is no end.</summary>
    public ulong ToUnixNano { get; init; } = ulong.MaxValue;

    /// <summary>What the names begin with, case-sensitive; empty for any.</summary>
    public string Prefix { get; init; } = string.Empty;

    /// <summary>How many names to return at most, 1 to <see cref="MaxLimit"/>: the most frequent ones.</summary>
    public int Limit { get; init; } = DefaultLimit;
}
