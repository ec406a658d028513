using Lumen.Ingestion;
using Lumen.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lumen.Hosting;

/// <summary>
/// The one hosted service of Lumen: starts store, pipeline and listeners in this order, and stops them in reverse. Its start waits for
/// the first attempt of each and goes on without those that failed, which are tried again in the background.
/// </summary>
internal sealed class LumenRuntime : IHostedService, IDisposable
{
    /// <summary>How long the host's start waits for the first attempts, of the store and of the listeners each.</summary>
    internal static readonly TimeSpan MaxStartWait = TimeSpan.FromSeconds(10);

    private readonly LumenOptions _options;
    private readonly HostedStore _store;
    private readonly SpanPipeline _pipeline;
    private readonly IReadOnlyList<ILumenListener> _listeners;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly PersistentStart _storeStart;
    private readonly PersistentStart[] _listenerStarts;
    private Task _retention = Task.CompletedTask;

    public LumenRuntime(
        IOptions<LumenOptions> options,
        HostedStore store,
        SpanPipeline pipeline,
        IEnumerable<ILumenListener> listeners,
        ProcessCapture capture,
        TimeProvider time,
        ILogger<LumenRuntime> logger)
    {
        _options = options.Value;
        _store = store;
        _pipeline = pipeline;
        _listeners = options.Value.CaptureThisProcess ? [.. listeners, capture] : [.. listeners];
        _time = time;
        _logger = new QuietLogger(logger);
        _storeStart = new PersistentStart($"the {store.Store.Capabilities.Name} store", OpenAsync, time, _logger);
        _listenerStarts = [.. _listeners.Select(listener => new PersistentStart(listener.Name, listener.StartAsync, time, _logger))];
    }

    /// <summary>Whether <see cref="StartAsync"/> has begun to start anything.</summary>
    internal bool HasBegun { get; private set; }

    /// <summary>Why the store is not open; null if it is, or if its first attempt has not ended.</summary>
    internal string? StoreFailure => _storeStart.Failure;

    /// <summary>Why listeners have not started.</summary>
    internal IEnumerable<string> ListenerFailures => _listenerStarts.Select(start => start.Failure).OfType<string>();

    /// <summary>What listeners say of themselves.</summary>
    internal IEnumerable<LumenHealth> ListenerHealth => _listeners.Select(listener => listener.Health);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_options.Enabled)
        {
            _logger.TurnedOff();
            return;
        }

        using var activity = LumenTelemetry.Source.StartActivity("lumen.start");
        HasBegun = true;
        _storeStart.Begin(_stopping.Token);
        await WaitForFirstAttemptsAsync([_storeStart], cancellationToken);
        foreach (var start in _listenerStarts)
        {
            start.Begin(_stopping.Token);
        }

        await WaitForFirstAttemptsAsync(_listenerStarts, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!HasBegun)
        {
            return;
        }

        using var activity = LumenTelemetry.Source.StartActivity("lumen.stop");
        await _stopping.CancelAsync();
        using var timeout = new CancellationTokenSource(_options.StopTimeout, _time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        await TryAsync("the attempts to start", () => Task.WhenAll([.. Starts().Select(start => start.Completion)]), deadline.Token);
        await StopListenersAsync(deadline.Token);
        var stop = await _pipeline.StopAsync(deadline.Token);
        if (!stop.IsClean)
        {
            _logger.StoppedEarly(stop.RefusedSpans, stop.UnknownSpans);
        }

        await TryAsync("retention", () => _retention, deadline.Token);
        await TryAsync("the store", CloseStoreAsync, deadline.Token);
    }

    /// <summary>Ends the background attempts of a host that was never stopped. The container calls it more than once.</summary>
    public void Dispose()
    {
        if (!_stopping.IsCancellationRequested)
        {
            _stopping.Cancel();
        }

        _stopping.Dispose();
    }

    private IEnumerable<PersistentStart> Starts() => [_storeStart, .. _listenerStarts];

    private async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _store.Store.OpenAsync(cancellationToken);
        }
        catch (StoreUnavailableException unavailable) when (_store.IsDefault)
        {
            // The store knows its directory, but not how a host is told which.
            throw new StoreUnavailableException(
                $"{unavailable.Message} {LumenOptions.Section}:{nameof(LumenOptions.DataDirectory)} names the directory.", unavailable);
        }

        cancellationToken.ThrowIfCancellationRequested();
        // From here on nothing can fail: the next attempt would open the store a second time.
        _pipeline.Start();
        _retention = new RetentionLoop(_store.Store, _time, _logger).RunAsync(_stopping.Token);
    }

    /// <summary>Closes the store once no attempt to open it is under way, though the deadline may pass meanwhile.</summary>
    private async Task CloseStoreAsync()
    {
        await _storeStart.Completion;
        await _store.DisposeAsync();
    }

    private async Task WaitForFirstAttemptsAsync(IEnumerable<PersistentStart> starts, CancellationToken cancellationToken)
    {
        var attempts = Task.WhenAll(starts.Select(start => start.FirstAttempt));
        await ((Task)attempts.WaitAsync(MaxStartWait, _time, cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Listeners get half of the time, so that what they took in can still be written.</summary>
    private async Task StopListenersAsync(CancellationToken deadline)
    {
        using var timeout = new CancellationTokenSource(_options.StopTimeout / 2, _time);
        using var half = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, deadline);
        await Task.WhenAll(_listeners.Select(listener =>
            TryAsync(listener.Name, () => listener.StopAsync(half.Token).AsTask(), deadline)));
    }

    private async Task TryAsync(string part, Func<Task> stop, CancellationToken deadline)
    {
        try
        {
            await stop().WaitAsync(deadline);
        }
        catch (Exception exception)
        {
            _logger.PartDidNotStop(exception, part);
        }
    }
}
