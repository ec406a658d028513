namespace Lumen.Storage;

/// <summary>Which services or operations to list.</summary>
public sealed record NameQuery
{
    /// <summary>How many names an answer holds unless it is said: 1,000.</summary>
    public const int DefaultLimit = 1_000;

    /// <summary>How many names an answer holds at most: 10,000.</summary>
    public const int MaxLimit = 10_000;

    /// <summary>Of spans that start at this moment or later; nanoseconds since the Unix epoch.</summary>
    public ulong FromUnixNano { get; init; }

    /// <summary>
    /// Of spans that start before this moment; nanoseconds since the Unix epoch. The last there is, 2^64 - 1 and the default, is no end.
    /// </summary>
    public ulong ToUnixNano { get; init; } = ulong.MaxValue;

    /// <summary>What the names begin with, case-sensitive; empty for any.</summary>
    public string Prefix { get; init; } = string.Empty;

    /// <summary>How many names to return at most, 1 to <see cref="MaxLimit"/>: the first in their order.</summary>
    public int Limit { get; init; } = DefaultLimit;

    /// <summary>Whether the names of a span that starts at a moment are asked for.</summary>
    /// <param name="startUnixNano">The start; nanoseconds since the Unix epoch.</param>
    public bool IsInWindow(ulong startUnixNano) =>
        startUnixNano >= FromUnixNano && (startUnixNano < ToUnixNano || ToUnixNano == ulong.MaxValue);

    /// <summary>Why a list that the limit cut lacks names, as a sentence.</summary>
    /// <param name="limit">The limit.</param>
    public static string DescribeCut(int limit) => FormattableString.Invariant(
        $"There are more; these are the first {limit:N0}. Ask with what the names begin with.");
}
