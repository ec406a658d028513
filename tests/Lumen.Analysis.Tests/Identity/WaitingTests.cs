namespace Lumen.Analysis.Tests.Identity;

/// <summary>Which children a parent waits for (D3), and what is said where that is a guess.</summary>
public sealed class WaitingTests
{
    [Theory]
    [InlineData(SpanKind.Producer, SpanKind.Consumer, RemoteParent.Local, "service", false)]
    [InlineData(SpanKind.Producer, SpanKind.Consumer, RemoteParent.Unknown, "service", false)]
    [InlineData(SpanKind.Client, SpanKind.Consumer, RemoteParent.Remote, "service", false)]
    [InlineData(SpanKind.Client, SpanKind.Consumer, RemoteParent.Local, "other", true)]
    [InlineData(SpanKind.Client, SpanKind.Consumer, RemoteParent.Unknown, "other", false)]
    [InlineData(SpanKind.Client, SpanKind.Consumer, RemoteParent.Unknown, "service", true)]
    [InlineData(SpanKind.Consumer, SpanKind.Consumer, RemoteParent.Unknown, "service", true)]
    [InlineData(SpanKind.Producer, SpanKind.Server, RemoteParent.Remote, "other", true)]
    [InlineData(SpanKind.Client, SpanKind.Server, RemoteParent.Remote, "other", true)]
    [InlineData(SpanKind.Client, (SpanKind)99, RemoteParent.Remote, "other", true)]
    public void IsBlocking_OfKindsAndWhereTheyRun_IsWhetherTheParentWaits(
        SpanKind parent, SpanKind child, RemoteParent remote, string service, bool waits)
    {
        var analysis = TraceAnalysis.Of(
        [
            Made.Span(1, 0, 0, 100, parent), Made.Span(2, 1, 10, 90, child) with { RemoteParent = remote, Service = service },
        ]);
        Assert.Equal(waits, analysis.Spans[1].IsBlocking);
        Assert.Equal(waits ? 20UL : 100UL, analysis.Spans[0].SelfNanos);
        Assert.Equal(waits ? 3 : 1, analysis.CriticalPath.Length);
        var isGuess = !waits && parent != SpanKind.Producer && remote == RemoteParent.Unknown;
        Assert.Equal(isGuess ? [DiagnosticCode.AssumedAsynchronous] : [], analysis.Diagnostics.Select(diagnostic => diagnostic.Code));
    }

    [Theory]
    [InlineData(0, 100, false)]
    [InlineData(100, 120, true)]
    [InlineData(200, 300, true)]
    [InlineData(50, 200, false)]
    [InlineData(300, 300, false)]
    public void Diagnostics_OfAwaitedChild_NameOneThatLiesOutsideItsParent(ulong start, ulong end, bool isOutside)
    {
        var analysis = TraceAnalysis.Of([Made.Span(1, 0, 0, 100), Made.Span(2, 1, start, end)]);
        AnalysisDiagnostic[] expected = isOutside ? [new(DiagnosticCode.OutsideParent, 1)] : [];
        Assert.Equal(expected, analysis.Diagnostics);
    }
}
