namespace Lumen.Analysis.Tests;

/// <summary>The example of the package's README, as it is written there.</summary>
internal static class ReadmeExample
{
    internal static (IEnumerable<string> Path, AnalyzedSpan Bottleneck, int[] Shares, TraceAnalysis Analysis) Run()
    {
        AnalysisSpan[] spans =
        [
            new() { Id = new(1), Service = "shop", Name = "GET /cart", StartUnixNano = 0, EndUnixNano = 100 },
            new() { Id = new(2), ParentId = new(1), Service = "shop", Name = "load prices", StartUnixNano = 10, EndUnixNano = 30 },
            new() { Id = new(3), ParentId = new(1), Service = "shop", Name = "recommend", StartUnixNano = 20, EndUnixNano = 60 },
            new() { Id = new(4), ParentId = new(1), Service = "database", Name = "SELECT", StartUnixNano = 30, EndUnixNano = 90 },
        ];

        var analysis = TraceAnalysis.Of(spans);

        var path = analysis.CriticalPath.ToArray()
            .Select(section => $"{analysis.Spans[section.Row].Name} {section.StartUnixNano}-{section.EndUnixNano}");

        var bottleneck = analysis.Spans[analysis.Bottleneck];

        var shares = Percentages.InTenths([.. analysis.Services.Select(service => service.CriticalNanos)]);

        return (path, bottleneck, shares, analysis);
    }
}
