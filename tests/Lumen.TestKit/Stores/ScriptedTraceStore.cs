using System.Collections.Concurrent;
using Lumen.Storage;

namespace Lumen.TestKit;

/// <summary>
/// A store that does what a test says: fails to open, stalls, throws, refuses. What it is not told it does at once and well. It keeps the
/// ids of what it stored, and reads nothing. Thread-safe.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="maxConcurrentWrites">How many writes it says it takes at a time.</param>
public sealed class ScriptedTraceStore(string name = "scripted", int maxConcurrentWrites = 1) : ITraceStore
{
    private readonly ConcurrentQueue<(TraceId, SpanId)> _stored = [];
    private int _opens;
    private int _writes;
    private int _writing;
    private int _mostWriting;
    private int _retirements;
    private int _disposals;

    /// <summary>What opening does; nothing unless it is set.</summary>
    public Func<CancellationToken, ValueTask> Opening { get; set; } = _ => ValueTask.CompletedTask;

    /// <summary>What a write does; stores every batch unless it is set.</summary>
    public ScriptedWrite Writing { get; set; } = StoreAllAsync;

    /// <summary>What retention does; nothing unless it is set.</summary>
    public Func<CancellationToken, ValueTask> Retiring { get; set; } = _ => ValueTask.CompletedTask;

    /// <summary>What disposing does; nothing unless it is set.</summary>
    public Func<ValueTask> Disposing { get; set; } = () => ValueTask.CompletedTask;

    public StoreCapabilities Capabilities { get; } = new() { Name = name, MaxConcurrentWrites = maxConcurrentWrites };

    public StoreHealth Health { get; set; } = StoreHealth.Healthy;

    public long RecognisedCopies { get; set; }

    public ITraceReader Reader { get; } = new UnopenedTraceReader();

    /// <summary>The spans of every batch whose outcome was stored, in the order of the writes.</summary>
    public IReadOnlyCollection<(TraceId Trace, SpanId Span)> Stored => _stored;

    public int Opens => _opens;

    public int Writes => _writes;

    /// <summary>How many writes there ever were at a time.</summary>
    public int MostConcurrentWrites => _mostWriting;

    public int Retirements => _retirements;

    public int Disposals => _disposals;

    /// <summary>Stores every batch.</summary>
    public static ValueTask StoreAllAsync(
        ReadOnlyMemory<SpanBatch> batches, Memory<WriteOutcome> outcomes, CancellationToken cancellationToken)
    {
        outcomes.Span.Fill(WriteOutcome.Stored);
        return ValueTask.CompletedTask;
    }

    public ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _opens);
        return Opening(cancellationToken);
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<SpanBatch> batches, Memory<WriteOutcome> outcomes, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _writes);
        CountWriting();
        try
        {
            await Writing(batches, outcomes, cancellationToken);
            Keep(batches.Span, outcomes.Span);
        }
        finally
        {
            Interlocked.Decrement(ref _writing);
        }
    }

    public ValueTask RetireAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _retirements);
        return Retiring(cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        Interlocked.Increment(ref _disposals);
        return Disposing();
    }

    private void CountWriting()
    {
        var writing = Interlocked.Increment(ref _writing);
        for (var most = Volatile.Read(ref _mostWriting); writing > most; most = Volatile.Read(ref _mostWriting))
        {
            Interlocked.CompareExchange(ref _mostWriting, writing, most);
        }
    }

    private void Keep(ReadOnlySpan<SpanBatch> batches, ReadOnlySpan<WriteOutcome> outcomes)
    {
        for (var i = 0; i < batches.Length; i++)
        {
            foreach (ref readonly var header in outcomes[i] == WriteOutcome.Stored ? batches[i].Headers : [])
            {
                _stored.Enqueue((header.TraceId, header.SpanId));
            }
        }
    }
}

/// <summary>A write as a test scripts it.</summary>
public delegate ValueTask ScriptedWrite(
    ReadOnlyMemory<SpanBatch> batches, Memory<WriteOutcome> outcomes, CancellationToken cancellationToken);
