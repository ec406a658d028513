namespace Lumen.Storage;

/// <summary>
/// Where spans are kept. The pipeline is the one writer; <see cref="Reader"/> serves any number of readers at the same time, and
/// never blocks the writer.
/// </summary>
/// <remarks>
/// Life: constructed (which touches nothing), opened once, written and read, disposed once. A store does not retry on its own behalf, does
/// not log spans, and throws only for misuse: what goes wrong outside is an outcome, a health state, or a reason in an answer.
/// </remarks>
public interface ITraceStore : IAsyncDisposable
{
    /// <summary>What this store can do. Constant over its life and known before it is opened.</summary>
    StoreCapabilities Capabilities { get; }

    /// <summary>How it is now. Cheap, may be asked at any time from any thread, before opening and after a failure too.</summary>
    StoreHealth Health { get; }

    /// <summary>
    /// How many of the spans that this store took since it was made it has recognised as copies of others: a lower bound, which only grows.
    /// Cheap, from any thread. A store that recognises none, because copies collapse only when they are read, says 0.
    /// </summary>
    long RecognisedCopies { get; }

    /// <summary>The way to read. Before the store is open it answers as an empty store would, and says that it is incomplete.</summary>
    ITraceReader Reader { get; }

    /// <summary>
    /// Opens the store and makes everything readable that was ever acknowledged. May be called again after it failed.
    /// </summary>
    /// <exception cref="StoreUnavailableException">
    /// The environment does not let it open (directory locked or not writable, server away); the message says what to do. Nothing is held.
    /// </exception>
    ValueTask OpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Writes some batches as one group. When it returns, each batch's outcome says what became of the whole of it:
    /// <see cref="WriteOutcome.Stored"/> means durable (it survives the end of the process and, as far as the medium can promise, of the
    /// power) and visible to every read that begins afterwards. A batch is never stored in part.
    /// </summary>
    /// <param name="batches">Borrowed until the call returns; the store copies what it keeps. In order of arrival.</param>
    /// <param name="outcomes">As long as <paramref name="batches"/>; filled by the store, whatever happens.</param>
    /// <param name="cancellationToken">
    /// Lets the store give up what has not begun; those batches get <see cref="WriteOutcome.Retry"/>. It never leaves an outcome unknown.
    /// </param>
    /// <remarks>
    /// At most <see cref="StoreCapabilities.MaxConcurrentWrites"/> calls at a time. A copy of a span that is stored already is not an
    /// error: it is stored or recognised, and reads collapse it.
    /// </remarks>
    ValueTask WriteAsync(ReadOnlyMemory<SpanBatch> batches, Memory<WriteOutcome> outcomes, CancellationToken cancellationToken);

    /// <summary>
    /// Drops what retention no longer keeps, by age and by size. Called from time to time by the host; cheap when there is nothing to do.
    /// </summary>
    ValueTask RetireAsync(CancellationToken cancellationToken);
}
