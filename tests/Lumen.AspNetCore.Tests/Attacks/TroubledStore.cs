using Lumen.Storage;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Attacks;

/// <summary>A store in front of a real one whose writes a test slows, stalls or fails. Thread-safe.</summary>
/// <param name="inner">The real store.</param>
internal sealed class TroubledStore(ITraceStore inner) : ITraceStore
{
    private readonly TaskCompletionSource _mended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ScriptedWrite? _trouble;
    private int _writes;

    /// <summary>What a write does; it is passed on where this is null. It may pass it on itself, by <see cref="PassOnAsync"/>.</summary>
    internal ScriptedWrite? Trouble
    {
        get => _trouble;
        set => _trouble = value;
    }

    /// <summary>Ends when the trouble is over: what stalls waits for it.</summary>
    internal Task Mended => _mended.Task;

    /// <summary>How many writes have begun.</summary>
    internal int Writes => Volatile.Read(ref _writes);

    public StoreCapabilities Capabilities => inner.Capabilities;

    public StoreHealth Health => inner.Health;

    public long RecognisedCopies => inner.RecognisedCopies;

    public ITraceReader Reader => inner.Reader;

    public ValueTask OpenAsync(CancellationToken cancellationToken) => inner.OpenAsync(cancellationToken);

    public ValueTask WriteAsync(ReadOnlyMemory<SpanBatch> batches, Memory<WriteOutcome> outcomes, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _writes);
        return (Trouble ?? PassOnAsync)(batches, outcomes, cancellationToken);
    }

    public ValueTask RetireAsync(CancellationToken cancellationToken) => inner.RetireAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    /// <summary>Writes to the real store.</summary>
    internal ValueTask PassOnAsync(ReadOnlyMemory<SpanBatch> batches, Memory<WriteOutcome> outcomes, CancellationToken cancellationToken) =>
        inner.WriteAsync(batches, outcomes, cancellationToken);

    /// <summary>Ends the trouble for ever.</summary>
    internal void Mend()
    {
        Trouble = null;
        _mended.TrySetResult();
    }
}
