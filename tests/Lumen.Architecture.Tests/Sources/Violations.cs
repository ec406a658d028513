namespace Lumen.Architecture.Sources;

/// <summary>How a rule fails: with every place that breaks it, so that one run says all there is to mend.</summary>
internal static class Violations
{
    internal static void AssertNone(string rule, IEnumerable<string> violations)
    {
        var found = violations.Order(StringComparer.Ordinal).ToList();
        Assert.True(found.Count == 0, $"{rule}\n  {string.Join("\n  ", found)}");
    }
}
