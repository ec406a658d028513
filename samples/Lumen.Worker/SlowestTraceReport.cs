using Lumen.Analysis;
using Lumen.Storage;

namespace Lumen.Worker;

/// <summary>Says every ten seconds which of the traces that came in took longest, and where it lost its time.</summary>
internal sealed partial class SlowestTraceReport(ITraceReader reader, TimeProvider time, ILogger<SlowestTraceReport> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ReportAsync(stoppingToken);
            }
            catch (StoreUnavailableException exception)
            {
                LogUnavailable(exception.Message);
            }
        }
    }

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        var since = (ulong)(time.GetUtcNow() - Interval - DateTimeOffset.UnixEpoch).TotalNanoseconds;
        var page = await reader.SearchAsync(new TraceQuery { FromUnixNano = since, Limit = TraceQuery.MaxLimit }, cancellationToken);
        if (page.Traces.MaxBy(trace => trace.DurationNanos) is { } slowest
            && await reader.FindTraceAsync(slowest.TraceId, cancellationToken) is { } trace)
        {
            var analysis = TraceAnalysis.Of([.. trace.Spans.Select(AnalysisSpan.From)]);
            var worst = analysis.Operations[0];
            var (total, critical) = (slowest.DurationNanos / 1e6, worst.CriticalNanos / 1e6);
            LogSlowest(page.Traces.Count, slowest.RootService, slowest.RootName, total, critical, worst.Service, worst.Name);
        }
    }

    [LoggerMessage(1, LogLevel.Information,
        "{Count} traces. The slowest, {RootService} {RootName}, took {Total:F1} ms; {Critical:F1} ms of it in {Service}, {Operation}.")]
    private partial void LogSlowest(
        int count, string rootService, string rootName, double total, double critical, string service, string operation);

    [LoggerMessage(2, LogLevel.Warning, "No report: {Reason}")]
    private partial void LogUnavailable(string reason);
}
