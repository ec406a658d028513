using Lumen.Storage;
using Microsoft.Extensions.Logging;

namespace Lumen.Hosting;

/// <summary>Lets the store drop what is no longer kept, once a minute. Nothing that goes wrong ends the loop or leaves it.</summary>
internal sealed class RetentionLoop
{
    /// <summary>How often retention is looked after.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly ITraceStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    internal RetentionLoop(ITraceStore store, TimeProvider time, ILogger logger)
    {
        _store = store;
        _time = time;
        _logger = logger;
    }

    internal async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Period, _time);
        while (await NextAsync(timer, stopping))
        {
            await RetireAsync(stopping);
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task RetireAsync(CancellationToken stopping)
    {
        try
        {
            await _store.RetireAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            _logger.RetentionFailed(exception);
        }
    }
}
