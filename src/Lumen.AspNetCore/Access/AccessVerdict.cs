namespace Lumen.AspNetCore.Access;

/// <summary>Whether a request may go on, and what to tell a person if not.</summary>
/// <param name="Refusal">A sentence that says what to do; null if the request may go on.</param>
internal readonly record struct AccessVerdict(string? Refusal)
{
    internal static AccessVerdict Allowed => default;

    internal bool IsAllowed => Refusal is null;
}
