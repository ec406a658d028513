using System.Globalization;
using Lumen.Storage.Embedded.Crashes;
using Lumen.TestKit;

namespace Lumen.Storage.Embedded.Rules.Opening;

/// <summary>
/// Rule 20 by chance: any bit flipped, any file cut at any length, any page lost, any file missing. Right answers or a named range, never a
/// silent gap, and a store that goes on. <c>LUMEN_DAMAGE</c> says how often, <c>LUMEN_DAMAGE_SEED</c> with which seed.
/// </summary>
public sealed class Rule20_AnyDamageTests
{
    private const int Short = 150;
    private const int Long = 400;

    [Fact]
    public async Task Open_AfterAnyDamage_AnswersRightOrNamesTheRange()
    {
        var times = Read("LUMEN_DAMAGE") ?? (Require.IsAllRequired ? Long : Short);
        var seed = Read("LUMEN_DAMAGE_SEED") ?? 1;
        await using var directory = await DamagedDirectory.CreateAsync(seed);
        var random = new Random(seed);
        for (var round = 0; round < times; round++)
        {
            await directory.TryAsync(random);
        }

        TestContext.Current.SendDiagnosticMessage("{0} damages with seed {1}: every answer right, or its gap named.", times, seed);
    }

    private static int? Read(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
