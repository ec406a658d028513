using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Lumen.Storage.Embedded;

/// <summary>
/// Work that is done when there is some, on the thread pool, and that never takes the host down: whatever it throws becomes a health state
/// and is tried again, after a second and then later and later, up to half a minute (rule 8).
/// </summary>
internal sealed class BackgroundLoop : IAsyncDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    private readonly string _name;
    private readonly Func<CancellationToken, ValueTask> _work;
    private readonly HealthBoard _health;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Task _running = Task.CompletedTask;
    private TaskCompletionSource? _waiting;
    private TaskCompletionSource _nextRun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Makes a loop that does not run yet.</summary>
    /// <param name="name">What it does, for messages: "writing windows to buckets".</param>
    /// <param name="work">Does all there is to do.</param>
    /// <param name="health">Where failures are reported.</param>
    /// <param name="time">The clock of the delays.</param>
    /// <param name="log">Where failures are logged.</param>
    internal BackgroundLoop(string name, Func<CancellationToken, ValueTask> work, HealthBoard health, TimeProvider time, ILogger log)
    {
        _name = name;
        _work = work;
        _health = health;
        _time = time;
        _log = log;
    }

    /// <summary>Begins to run, and does the work once.</summary>
    internal void Start()
    {
        _running = Task.Run(RunAsync);
        Signal();
    }

    /// <summary>There is work. May be called from anywhere, also while it runs.</summary>
    internal void Signal() => _signals.Writer.TryWrite(true);

    /// <summary>Ends when the work has been done once more.</summary>
    internal Task NextRun => Volatile.Read(ref _nextRun).Task;

    /// <summary>Whether it waits after a failure.</summary>
    internal bool IsWaiting => Volatile.Read(ref _waiting) is not null;

    /// <summary>If it waits after a failure: it need not wait longer, there is hope.</summary>
    internal void Hurry() => Volatile.Read(ref _waiting)?.TrySetResult();

    /// <summary>Lets the work end where it can be cut short, and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        var delay = FirstDelay;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await _signals.Reader.ReadAsync(_stopping.Token).ConfigureAwait(false);
                await _work(_stopping.Token).ConfigureAwait(false);
                delay = FirstDelay;
                _health.Clear(_name);
                Interlocked.Exchange(ref _nextRun, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                await RecoverAsync(failure, delay).ConfigureAwait(false);
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            }
        }
    }

    private async Task RecoverAsync(Exception failure, TimeSpan delay)
    {
        _health.Report(_name, StoreStatus.Degraded, $"The trace store has trouble {_name}: {failure.Message} It tries again.");
        _log.BackgroundWorkFailed(_name, delay, failure);
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _waiting, waiting);
        await waiting.Task.WaitAsync(delay, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Volatile.Write(ref _waiting, null);
        Signal();
    }
}
