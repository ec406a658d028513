using System.Buffers;
using System.Diagnostics;
using System.Threading.Channels;

namespace Lumen.Ingestion;

/// <summary>
/// Captures the activities of this process into a sink: those that ended wait in a bounded queue and are written in batches, so that the
/// application never waits for the store. What does not fit is dropped and counted. Thread-safe.
/// </summary>
/// <remarks>
/// Left out: activities with ids other than W3C's; those that a part of the host cleared <c>Recorded</c> on, as Lumen does for its own
/// routes; and requests that export telemetry. Lumen's own work makes no activities here, so that capturing never causes more to capture.
/// </remarks>
public sealed class ActivityCapture : IAsyncDisposable
{
    private const int MaxAttempts = 5;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly IOtlpSpanSink _sink;
    private readonly ActivityCaptureOptions _options;
    private readonly TimeProvider _time;
    private readonly ActivityRequest _request;
    private readonly Channel<Activity> _ended;
    private readonly ActivityListener _listener;
    private readonly CancellationTokenSource _givesUp = new();
    private Task _loop = Task.CompletedTask;
    private long _dropped;

    /// <summary>Prepares a capture; <see cref="Start"/> begins it.</summary>
    /// <param name="sink">Where activities go.</param>
    /// <param name="resource">What this process is.</param>
    /// <param name="options">Which activities, and in which batches.</param>
    /// <param name="instruments">Where the lost ones are reported.</param>
    /// <param name="time">The clock.</param>
    public ActivityCapture(
        IOtlpSpanSink sink, Resource resource, ActivityCaptureOptions options, LumenInstruments instruments, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(instruments);
        _sink = sink;
        _options = options;
        _time = time;
        _request = new ActivityRequest(resource);
        _ended = Channel.CreateBounded<Activity>(new BoundedChannelOptions(options.MaxQueuedActivities) { SingleReader = true });
        var sampler = new ActivitySampler(options.SampleRatio);
        _listener = new ActivityListener
        {
            ShouldListenTo = new SourceNames(options.Sources).Include,
            Sample = sampler.Sample,
            ActivityStopped = Take,
        };
        instruments.ObserveCapture(() => DroppedActivities);
    }

    /// <summary>How many activities were lost: the queue was full, or the sink refused them again and again.</summary>
    public long DroppedActivities => Interlocked.Read(ref _dropped);

    /// <summary>Begins to listen. Called once.</summary>
    public void Start()
    {
        _loop = RunAsync(_givesUp.Token);
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Stops listening, and writes what waits.</summary>
    /// <param name="cancellationToken">Gives up what could not be written yet; it is counted as dropped.</param>
    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        _listener.Dispose();
        _ended.Writer.TryComplete();
        using var giveUp = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _givesUp);
        await _loop;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true));
        _givesUp.Dispose();
    }

    private void Take(Activity activity)
    {
        if (activity is { Recorded: true, IsAllDataRequested: true, IdFormat: ActivityIdFormat.W3C }
            && !ExportActivities.Include(activity)
            && !_ended.Writer.TryWrite(activity))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        var batch = new List<Activity>(_options.MaxBatchActivities);
        while (await _ended.Reader.WaitToReadAsync(CancellationToken.None))
        {
            await FillAsync(batch, cancellationToken);
            if (!await TryWriteAsync(batch, cancellationToken))
            {
                Interlocked.Add(ref _dropped, batch.Count);
            }

            batch.Clear();
        }
    }

    /// <summary>Takes what is there, and what comes within the delay.</summary>
    private async Task FillAsync(List<Activity> batch, CancellationToken cancellationToken)
    {
        using var delay = new CancellationTokenSource(_options.BatchDelay, _time);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(delay.Token, cancellationToken);
        try
        {
            do
            {
                while (batch.Count < _options.MaxBatchActivities && _ended.Reader.TryRead(out var activity))
                {
                    batch.Add(activity);
                }
            }
            while (batch.Count < _options.MaxBatchActivities && await _ended.Reader.WaitToReadAsync(bound.Token));
        }
        catch (OperationCanceledException)
        {
            // The time is over; what came is the batch.
        }
    }

    private async Task<bool> TryWriteAsync(List<Activity> batch, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
        {
            return true;
        }

        using var request = _request.Write(batch);
        var bytes = request.ToArray();
        try
        {
            for (var attempt = 0; attempt < MaxAttempts; attempt++)
            {
                var result = await _sink.WriteAsync(new ReadOnlySequence<byte>(bytes), OtlpFormat.Protobuf, cancellationToken);
                if (result.Outcome == SpanSinkOutcome.Accepted)
                {
                    return true;
                }

                await Task.Delay(result.RetryAfter ?? RetryDelay, _time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // There is no more time.
        }

        return false;
    }
}
