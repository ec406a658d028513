using Lumen.TestKit;

namespace Lumen.Analysis.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public void Run_OfTheExample_GivesWhatTheReadmeSays()
    {
        var (path, bottleneck, shares, analysis) = ReadmeExample.Run();
        Assert.Equal(["GET /cart 0-10", "load prices 10-30", "SELECT 30-90", "GET /cart 90-100"], path);
        Assert.Equal(("SELECT", 60UL), (bottleneck.Name, bottleneck.CriticalNanos));
        Assert.Equal(["database", "shop"], analysis.Services.Select(service => service.Service));
        Assert.Equal([600, 400], shares);
    }

    [Fact]
    public void Example_InTheReadme_IsTheOneThatIsTested()
    {
        var code = Lines("src", "Lumen.Analysis", "README.md")
            .SkipWhile(line => line != "```csharp").Skip(1)
            .TakeWhile(line => line != "```")
            .Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))
            .ToList();
        var tested = Lines("tests", "Lumen.Analysis.Tests", "ReadmeExample.cs");
        Assert.NotEmpty(code);
        Assert.Equal(code, tested.Where(code.Contains));
    }

    [Fact]
    public void Diagnostics_InTheReadme_AreAllThereAre()
    {
        var readme = File.ReadAllText(Path.Combine(Require.Repository, "src", "Lumen.Analysis", "README.md"));
        var codes = Enum.GetValues<DiagnosticCode>().Select(DiagnosticCodes.Of);
        Assert.All(codes, code => Assert.Contains($"| `{code}` |", readme, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Lines(params string[] path) =>
        File.ReadLines(Path.Combine([Require.Repository, .. path])).Select(line => line.Trim());
}
