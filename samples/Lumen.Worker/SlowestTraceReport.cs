using Lumen.Analysis;
using Lumen.Storage;

namespace Lumen.Worker;

/// <summary>
/// Says every ten seconds which of the traces that came in took longest, and where it lost its time. Each report goes on where the one
/// before it ended and stops ten seconds ago, so that no trace is between two reports and late spans are in.
/// </summary>
internal sealed partial class SlowestTraceReport(ITraceReader reader, TimeProvider time, ILogger<SlowestTraceReport> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private ulong _from;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _from = IntervalAgo();
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
        var query = new TraceQuery { FromUnixNano = _from, ToUnixNano = IntervalAgo(), Limit = TraceQuery.MaxLimit };
        var page = await reader.SearchAsync(query, cancellationToken);
        _from = query.ToUnixNano;
        if (page.Traces.MaxBy(trace => trace.DurationNanos) is { } slowest
            && await reader.FindTraceAsync(slowest.TraceId, cancellationToken) is { Spans.Count: > 0 } trace)
        {
            var analysis = TraceAnalysis.Of([.. trace.Spans.Select(AnalysisSpan.From)]);
            var worst = analysis.Operations[0];
            var (total, critical) = (slowest.DurationNanos / 1e6, worst.CriticalNanos / 1e6);
            LogSlowest(page.Traces.Count, slowest.RootService, slowest.RootName, total, critical, worst.Service, worst.Name);
        }
    }

    private ulong IntervalAgo() => (ulong)(time.GetUtcNow() - Interval - DateTimeOffset.UnixEpoch).TotalNanoseconds;

    [LoggerMessage(1, LogLevel.Information,
        "{Count} traces. The slowest, {RootService} {RootName}, took {Total:F1} ms; {Critical:F1} ms of it in {Service}, {Operation}.")]
    private partial void LogSlowest(
        int count, string rootService, string rootName, double total, double critical, string service, string operation);

    [LoggerMessage(2, LogLevel.Warning, "No report: {Reason}")]
    private partial void LogUnavailable(string reason);
}
