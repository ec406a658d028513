using Lumen.Storage;

namespace Lumen.TestKit;

/// <summary>
/// A write that begins and does not end until it is told to: <c>store.Writing = stall.WriteAsync</c>. Once released, every write, those
/// that come later too, ends at once and stores everything. Thread-safe.
/// </summary>
/// <param name="honoursCancellation">Whether it gives up, as a store should, when it is cancelled.</param>
public sealed class StallingWrite(bool honoursCancellation = false)
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the first write has begun.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Lets all writes end.</summary>
    public void Release() => _released.TrySetResult();

    /// <summary>The write.</summary>
    public async ValueTask WriteAsync(
        ReadOnlyMemory<SpanBatch> batches, Memory<WriteOutcome> outcomes, CancellationToken cancellationToken)
    {
        _begun.TrySetResult();
        await _released.Task.WaitAsync(honoursCancellation ? cancellationToken : CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        outcomes.Span.Fill(_released.Task.IsCompleted ? WriteOutcome.Stored : WriteOutcome.Retry);
    }
}
