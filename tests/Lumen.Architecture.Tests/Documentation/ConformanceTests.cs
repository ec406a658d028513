using System.Text.RegularExpressions;
using Lumen.Architecture.Sources;

namespace Lumen.Architecture.Documentation;

/// <summary>docs/otlp.md answers every line that is asked of a receiver, each with tests that exist.</summary>
public sealed partial class ConformanceTests
{
    private static readonly (string Prefix, int Lines)[] Asked = [("G", 15), ("H", 14), ("J", 16), ("OD", 30), ("C", 5), ("D-I", 8)];

    private static string Page => Repository.TextFiles.Single(file => file.Path == "docs/otlp.md").Text;

    [Fact]
    public void Table_OfConformance_HasEveryLineOnce() => Assert.Equal(
        Asked.SelectMany(list => Enumerable.Range(1, list.Lines).Select(number => $"{list.Prefix}{number}")),
        Rows(Page).Select(row => row.Line));

    [Fact]
    public void Line_OfTheTable_HasATest() => Violations.AssertNone(
        "A line names the tests that prove it.", Untested(Page));

    [Fact]
    public void Test_ThatTheTableNames_Exists() => Violations.AssertNone(
        "docs/otlp.md names tests by namespace, class and method.", Unknown(Page));

    [Fact]
    public void Rules_OnATable_SeeMissingTests()
    {
        const string Table = """
            | line | what is asked | what Lumen does | tests |
            |---|---|---|---|
            | G1 | a | b | `Lumen.Architecture.Documentation.ConformanceTests.Rules_OnATable_SeeMissingTests` |
            | G2 | a | b | `Lumen.Architecture.Documentation.ConformanceTests.Rules_OnATable_SeeNothing`<br>`Lumen.Gone.Test_That_Was` |
            | C1 | a | b | later |
            """;
        Assert.Equal(["G1", "G2", "C1"], Rows(Table).Select(row => row.Line));
        Assert.Equal("C1", Assert.Single(Untested(Table)));
        Assert.Equal(2, Unknown(Table).Count());
    }

    private static IEnumerable<(string Line, string Tests)> Rows(string page) => Row().Matches(page)
        .Select(match => (match.Groups["line"].Value, match.Groups["tests"].Value.Trim()));

    private static IEnumerable<string> Untested(string page) =>
        Rows(page).Where(row => !TestName().IsMatch(row.Tests)).Select(row => row.Line);

    private static IEnumerable<string> Unknown(string page)
    {
        var existing = Repository.CSharp.SelectMany(TestMethods.Of).ToHashSet(StringComparer.Ordinal);
        return TestName().Matches(page).Select(match => match.Groups["name"].Value).Where(name => !existing.Contains(name));
    }

    [GeneratedRegex(@"^\| (?<line>(?:G|H|J|OD|C|D-I)\d+) \|[^|\n]*\|[^|\n]*\|(?<tests>[^|\n]*)\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<name>Lumen\.(?:\w+\.)+\w+_\w+_\w+)`")]
    private static partial Regex TestName();
}
