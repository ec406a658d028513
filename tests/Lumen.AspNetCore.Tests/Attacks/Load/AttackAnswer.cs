namespace Lumen.AspNetCore.Tests.Attacks.Load;

/// <summary>What a sender was told.</summary>
/// <param name="IsTaken">Whether the request was taken.</param>
/// <param name="Rejected">With a request that was taken: how many of its spans were rejected.</param>
/// <param name="RetryAfter">When to send it again; null where that would not help, or nothing was said.</param>
/// <param name="What">The status, for people.</param>
internal readonly record struct AttackAnswer(bool IsTaken, long Rejected, TimeSpan? RetryAfter, string What)
{
    /// <summary>Whether it is a refusal as senders try it again: of the right status, in 1 to 3 s.</summary>
    internal bool IsRetryable => !IsTaken && RetryAfter is { TotalSeconds: >= 1 and <= 3 } && What is "Unavailable" or "503";

    /// <summary>Nothing was said: the connection ended.</summary>
    internal static AttackAnswer None(string what) => new(false, 0, null, what);
}
