using Lumen.Architecture.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lumen.Architecture.Habits;

/// <summary>
/// Time comes from TimeProvider. Stopwatch.GetTimestamp and GetElapsedTime may measure a duration for a metric: nothing is decided by it.
/// </summary>
public sealed class ClockTests
{
    private static readonly string[] Clocks =
    [
        "DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "DateTimeOffset.Now", "DateTimeOffset.UtcNow",
        "Environment.TickCount", "Environment.TickCount64", "Stopwatch.StartNew", "TimeProvider.System.GetUtcNow", "Thread.Sleep",
    ];

    [Fact]
    public void Clock_InTheProduct_IsATimeProvider() => Violations.AssertNone(
        "The product asks a TimeProvider it was given, so that a test can turn the hands.", Repository.Product.SelectMany(DirectClocks));

    [Fact]
    public void Rules_OnADirectClock_ReportIt()
    {
        var file = new SourceFile("src/A.cs", """
            sealed class A
            {
                object Now() => System.DateTime.UtcNow;
                object Watch() => new Stopwatch();
                void Rest() => Thread.Sleep(1);
                long Measure() => Stopwatch.GetTimestamp();
            }
            """);
        Assert.Equal(3, DirectClocks(file).Count());
    }

    private static IEnumerable<string> DirectClocks(SourceFile file) => file.Root.DescendantNodes()
        .Where(IsClock)
        .Select(node => $"{file.At(node)}: {node}");

    private static bool IsClock(SyntaxNode node) => node switch
    {
        MemberAccessExpressionSyntax access => Clocks.Any(clock => access.ToString() == clock || access.ToString() == $"System.{clock}"),
        ObjectCreationExpressionSyntax creation => creation.Type.ToString() == "Stopwatch",
        _ => false,
    };
}
