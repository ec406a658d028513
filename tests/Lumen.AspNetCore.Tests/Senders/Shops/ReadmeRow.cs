using System.Text.RegularExpressions;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Senders.Shops;

/// <summary>The variables that the README's table of senders tells to set, so that what it says is what was seen working.</summary>
internal static partial class ReadmeRow
{
    /// <summary>The variables of a row.</summary>
    internal static Dictionary<string, string?> Variables(string sender)
    {
        var row = File.ReadLines(Path.Combine(Require.Repository, "README.md"))
            .Single(line => line.StartsWith($"| {sender} |", StringComparison.Ordinal));
        return Assignments().Matches(row).ToDictionary(match => match.Groups[1].Value, match => (string?)match.Groups[2].Value);
    }

    [GeneratedRegex(@"\b(OTEL_\w+)=([^ `]+)")]
    private static partial Regex Assignments();
}
