using Lumen.Ingestion;
using Lumen.Storage;
using Lumen.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Lumen.Hosting.Lifetime;

/// <summary>Nothing that goes wrong in Lumen's environment, or in a loop of its own, stops or fails the host.</summary>
public sealed class HostLivesOnTests : IAsyncDisposable
{
    private const string Locked = "The directory is in use by another process; stop it, or set Lumen:DataDirectory.";

    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedTraceStore _store = new();
    private readonly ScriptedListener _listener = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task StartAsync_StoreThatDoesNotOpen_RefusesAndTriesAgain()
    {
        _store.Opening = _ => throw new StoreUnavailableException(Locked);
        using var host = Create();

        await host.StartAsync();
        var refused = await host.WriteAsync(new SpanBuilder());
        var sick = host.Health();
        await AdvanceUntilAsync(() => _store.Opens >= 4, "it was tried again, several times");
        var lines = host.Log().Count(entry => entry.Id == 1101);
        _store.Opening = _ => ValueTask.CompletedTask;
        await AdvanceUntilAsync(() => host.Health().Status == StoreStatus.Healthy, "the store is open");
        var taken = await host.WriteAsync(new SpanBuilder());
        await host.StopAsync();

        Assert.Equal(SpanSinkOutcome.Refused, refused.Outcome);
        Assert.Equal(StoreStatus.Unhealthy, sick.Status);
        Assert.Equal([Locked], sick.Reasons);
        Assert.Equal(1, lines);
        Assert.Contains(Locked, host.Log().Single(entry => entry.Id == 1101).Message, StringComparison.Ordinal);
        Assert.Single(host.Log(), entry => entry is { Id: 1102, Message: "Lumen has started the scripted store." });
        Assert.Equal(SpanSinkOutcome.Accepted, taken.Outcome);
    }

    [Fact]
    public async Task StartAsync_StoreThatDoesNotOpen_StartsTheListenersAllTheSame()
    {
        _store.Opening = _ => throw new StoreUnavailableException(Locked);
        using var host = Create();

        await host.StartAsync();
        Assert.Equal(1, _listener.Starts);
        await host.StopAsync();

        Assert.Equal(1, _listener.Stops);
        Assert.Equal(1, _store.Disposals);
    }

    [Fact]
    public async Task StartAsync_StoreThatHangs_HoldsTheHostUpForTenSecondsOnly()
    {
        var opening = new TaskCompletionSource();
        _store.Opening = async token => await opening.Task.WaitAsync(token);
        using var host = Create();

        var start = host.StartAsync();
        await Eventually.TrueAsync(() => _store.Opens == 1, "the store opens");
        Assert.False(start.IsCompleted);
        _time.Advance(LumenRuntime.MaxStartWait);
        await start;
        Assert.Equal(SpanSinkOutcome.Refused, (await host.WriteAsync(new SpanBuilder())).Outcome);
        opening.SetResult();
        await Eventually.TrueAsync(() => host.Health().Status == StoreStatus.Healthy, "the store is open");
        Assert.Equal(SpanSinkOutcome.Accepted, (await host.WriteAsync(new SpanBuilder())).Outcome);
        await host.StopAsync();
    }

    [Fact]
    public async Task StopAsync_WhileTheStoreHangs_GivesUpOpeningIt()
    {
        _store.Opening = token => new ValueTask(Task.Delay(Timeout.Infinite, token));
        using var host = Create();
        var start = host.StartAsync();
        await Eventually.TrueAsync(() => _store.Opens == 1, "the store opens");
        _time.Advance(LumenRuntime.MaxStartWait);
        await start;

        await host.StopAsync();

        Assert.Equal(1, _store.Disposals);
        Assert.DoesNotContain(host.Log(), entry => entry.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task StopAsync_WhileTheStoreOpensAndDoesNotListen_ClosesItWhenItHasOpened()
    {
        var opening = new TaskCompletionSource();
        _store.Opening = _ => new ValueTask(opening.Task);
        using var host = Create();
        var start = host.StartAsync();
        await Eventually.TrueAsync(() => _store.Opens == 1, "the store opens");
        _time.Advance(LumenRuntime.MaxStartWait);
        await start;

        var stop = host.StopAsync();
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return stop.IsCompleted;
            },
            "the host has stopped");
        Assert.Equal(0, _store.Disposals);
        opening.SetResult();

        await Eventually.TrueAsync(() => _store.Disposals == 1, "the store is closed");
    }

    [Fact]
    public async Task StartAsync_ListenerThatDoesNotStart_IsStartedLater()
    {
        _listener.Starting = _ => throw new IOException("Port 4317 is taken; set Lumen:OtlpGrpcPorts.");
        using var host = Create();

        await host.StartAsync();
        var sick = host.Health();
        Assert.Equal(SpanSinkOutcome.Accepted, (await host.WriteAsync(new SpanBuilder())).Outcome);
        _listener.Starting = _ => ValueTask.CompletedTask;
        await AdvanceUntilAsync(() => host.Health().Status == StoreStatus.Healthy, "the listener has started");
        await host.StopAsync();

        Assert.Equal(StoreStatus.Degraded, sick.Status);
        Assert.Equal(["Port 4317 is taken; set Lumen:OtlpGrpcPorts."], sick.Reasons);
    }

    [Fact]
    public async Task Loops_ThatThrow_NeitherStopNorFailTheHost()
    {
        _store.Opening = _ => _store.Opens < 3 ? throw new InvalidDataException("By the test.") : ValueTask.CompletedTask;
        _store.Writing = (_, _, _) => throw new InvalidDataException("By the test.");
        _store.Retiring = _ => throw new InvalidDataException("By the test.");
        _store.Disposing = () => _store.Disposals == 1 ? throw new InvalidDataException("By the test.") : ValueTask.CompletedTask;
        _listener.Starting = _ => _listener.Starts < 3 ? throw new InvalidDataException("By the test.") : ValueTask.CompletedTask;
        _listener.Stopping = _ => throw new InvalidDataException("By the test.");
        using var host = Create(services => services.AddSingleton<ILoggerProvider, ThrowingLoggerProvider>());

        await host.StartAsync();
        await AdvanceUntilAsync(() => _store.Opens == 3 && _listener.Starts == 3, "both have started");
        await AdvanceUntilAsync(() => _store.Retirements >= 2, "retention was looked after in spite of its failure");
        Assert.Equal(SpanSinkOutcome.Refused, (await host.WriteAsync(new SpanBuilder())).Outcome);
        _store.Writing = ScriptedTraceStore.StoreAllAsync;
        Assert.Equal(SpanSinkOutcome.Accepted, (await host.WriteAsync(new SpanBuilder())).Outcome);
        Assert.False(host.IsStopping());
        await host.StopAsync();
    }

    private IHost Create(Action<IServiceCollection>? services = null) => LumenHost.Create(_store, collection =>
    {
        collection.AddSingleton<TimeProvider>(_time);
        collection.AddSingleton<ILumenListener>(_listener);
        services?.Invoke(collection);
    });

    /// <summary>Moves the clock on until something has happened; timers are set by other threads, so no single step is enough.</summary>
    private Task AdvanceUntilAsync(Func<bool> condition, string what) => Eventually.TrueAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            return condition();
        },
        what);

    private sealed class ThrowingLoggerProvider : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) =>
            categoryName.StartsWith("Lumen", StringComparison.Ordinal) ? this : NullLogger.Instance;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidDataException("The log is broken.");
    }
}
