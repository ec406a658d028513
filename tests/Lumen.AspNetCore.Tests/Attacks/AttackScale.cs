using System.Globalization;

namespace Lumen.AspNetCore.Tests.Attacks;

/// <summary>
/// How large attacks are. Short in a run of all tests; the environment variables <c>LUMEN_ATTACK_SECONDS</c> and <c>LUMEN_ATTACK_SPANS</c>
/// make a run of its own long (CONTRIBUTING.md has the commands).
/// </summary>
internal static class AttackScale
{
    private const int UsualSeconds = 2;
    private const int UsualSpans = 60_000;

    /// <summary>How long an overload lasts.</summary>
    internal static TimeSpan Duration => TimeSpan.FromSeconds(Number("LUMEN_ATTACK_SECONDS", UsualSeconds));

    /// <summary>Whether the limits are those of a host that sets none, instead of smaller ones that are reached sooner.</summary>
    internal static bool IsLong => Number("LUMEN_ATTACK_SECONDS", UsualSeconds) > UsualSeconds;

    /// <summary>How many spans a huge trace has.</summary>
    internal static int TraceSpans => Number("LUMEN_ATTACK_SPANS", UsualSpans);

    private static int Number(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : usual;
}
