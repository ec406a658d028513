using System.Threading.Channels;
using Lumen.Ledger;
using Lumen.Storage;
using Microsoft.Extensions.Logging;

namespace Lumen.Ingestion;

/// <summary>
/// Writes what waits, in groups: the next commit starts as soon as one of those in flight has ended, and takes all that waits by then.
/// There is no timer, so a quiet host answers at the speed of one write and a busy one shares each write among many requests.
/// </summary>
internal sealed class GroupCommitWriter : IDisposable
{
    /// <summary>A store says what ails it; one that is well and takes nothing is behind, or was given what it can never store.</summary>
    private const string NoReason =
        "It says that it is well: it is slower than what is sent to it, so their senders were asked to send them again, or it can never "
        + "store them (the ledger counts those as rejected).";

    private readonly BatchRing<PendingBatch> _ring;
    private readonly ITraceStore _store;
    private readonly SpanLedger _ledger;
    private readonly LumenInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LogThrottle _throttle;
    private readonly WriterSignal _signal = new();
    private readonly CancellationTokenSource _abandoned = new();
    private readonly BatchGroup[] _groups;
    private readonly Channel<BatchGroup> _idle;
    private long _copies;
    private int _closed;

    internal GroupCommitWriter(
        BatchRing<PendingBatch> ring,
        ITraceStore store,
        IngestionOptions options,
        SpanLedger ledger,
        LumenInstruments instruments,
        TimeProvider time,
        ILogger logger)
    {
        _ring = ring;
        _store = store;
        _ledger = ledger;
        _copies = store.RecognisedCopies;
        _instruments = instruments;
        _time = time;
        _logger = logger;
        _throttle = new LogThrottle(time);
        _groups = new BatchGroup[Math.Max(1, store.Capabilities.MaxConcurrentWrites)];
        // Synchronous continuations: the thread whose commit ended begins the next one, without a hop.
        _idle = Channel.CreateBounded<BatchGroup>(new BoundedChannelOptions(_groups.Length)
        {
            SingleReader = true, AllowSynchronousContinuations = true,
        });
        for (var i = 0; i < _groups.Length; i++)
        {
            _groups[i] = new BatchGroup(options.MaxGroupRequests, options.MaxGroupBytes);
            _idle.Writer.TryWrite(_groups[i]);
        }
    }

    /// <summary>Says that something was enqueued.</summary>
    internal void Signal() => _signal.Set();

    /// <summary>Lets the loop end once the ring is empty. Who enqueues afterwards must look whether it is closed, and withdraw.</summary>
    internal void Close()
    {
        Interlocked.Exchange(ref _closed, 1);
        _signal.Set();
    }

    /// <summary>Asks the store to give up what it has not begun, and answers the requests that wait for it.</summary>
    /// <returns>How many spans the store still has.</returns>
    internal long Abandon()
    {
        _abandoned.Cancel();
        return _groups.Sum(group => group.GiveUp());
    }

    /// <summary>Runs until the writer is closed, the ring is empty and every write has ended.</summary>
    internal async Task RunAsync()
    {
        while (await FillAsync() is { } group)
        {
            _ = CommitAsync(group);
        }

        for (var i = 0; i < _groups.Length; i++)
        {
            await _idle.Reader.ReadAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _abandoned.Dispose();

    private async ValueTask<BatchGroup?> FillAsync()
    {
        var group = await _idle.Reader.ReadAsync();
        while (!group.TryFill(_ring))
        {
            // A cell that was taken but not yet filled keeps the ring from being empty, and whoever fills it signals.
            if (Volatile.Read(ref _closed) != 0 && _ring.Count == 0)
            {
                _idle.Writer.TryWrite(group);
                return null;
            }

            await _signal.WaitAsync();
        }

        return group;
    }

    private async Task CommitAsync(BatchGroup group)
    {
        try
        {
            var begun = _time.GetTimestamp();
            var failure = await WriteAsync(group);
            var stored = group.End(failure is not null);
            CountCopies();
            Observe(group, stored, _time.GetElapsedTime(begun), failure);
        }
        catch (Exception)
        {
            // Only listeners to metrics and logging providers can throw here, after every batch has ended: they must not end the loop.
        }
        finally
        {
            group.Clear();
            _idle.Writer.TryWrite(group);
        }
    }

    private async ValueTask<Exception?> WriteAsync(BatchGroup group)
    {
        try
        {
            await _store.WriteAsync(group.Batches, group.Outcomes, _abandoned.Token);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    /// <summary>Counts what the store has recognised since it was asked last; several writes may end at a time.</summary>
    private void CountCopies()
    {
        var recognised = _store.RecognisedCopies;
        var known = Interlocked.Exchange(ref _copies, recognised);
        if (known != recognised)
        {
            _ledger.CountDuplicates(recognised - known);
        }
    }

    private void Observe(BatchGroup group, long stored, TimeSpan duration, Exception? failure)
    {
        _instruments.CommitEnded(duration, group.Count, group.Spans);
        if (stored == group.Spans || !_throttle.TryPass(out var suppressed))
        {
            return;
        }

        if (failure is not null)
        {
            _logger.StoreThrew(failure, group.Count, group.Spans, suppressed);
        }
        else
        {
            var reason = _store.Health.Reasons is [] ? NoReason : string.Join(' ', _store.Health.Reasons);
            _logger.StoreDidNotTake(group.Spans - stored, group.Spans, reason, suppressed);
        }
    }
}
