namespace Lumen.Storage;

/// <summary>
/// What a store can do to single traces that it holds. A store that can implements it beside <see cref="ITraceStore"/>; every method may be
/// called from any thread, any number at a time.
/// </summary>
/// <remarks>
/// All throw <see cref="StoreUnavailableException"/> where the store is not open, or its environment does not let it: then nothing was
/// promised, and the call may be made again.
/// </remarks>
public interface ITraceAdministration
{
    /// <summary>
    /// Deletes a trace: when it returns, no span of it that was acknowledged before the call is in any file of the store, and its pin is
    /// gone. Spans of the same id that arrive later are stored anew; backups keep it. Costs about as much as writing the hours in which its
    /// spans arrived once more.
    /// </summary>
    /// <param name="id">The trace.</param>
    /// <param name="cancellationToken">Gives up between steps; then the trace may be deleted in part.</param>
    /// <returns>Whether a span of it was stored.</returns>
    ValueTask<bool> DeleteTraceAsync(TraceId id, CancellationToken cancellationToken);

    /// <summary>
    /// Pins a trace: retention keeps its spans, those that arrive later too, until it is unpinned or deleted. They count in the cap on
    /// bytes. Durable when it returns; pinning again changes nothing.
    /// </summary>
    /// <param name="id">The trace.</param>
    /// <param name="cancellationToken">Gives up before anything has changed.</param>
    /// <returns>Whether a span of it is stored; where none is, nothing is pinned.</returns>
    /// <exception cref="InvalidOperationException">There are as many pins as the store can hold; the message says how many.</exception>
    ValueTask<bool> PinTraceAsync(TraceId id, CancellationToken cancellationToken);

    /// <summary>Takes the pin of a trace away: retention treats it as any other from now on.</summary>
    /// <param name="id">The trace.</param>
    /// <param name="cancellationToken">Gives up before anything has changed.</param>
    /// <returns>Whether it was pinned.</returns>
    ValueTask<bool> UnpinTraceAsync(TraceId id, CancellationToken cancellationToken);

    /// <summary>The pinned traces, by id.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<PinnedTrace>> ListPinnedTracesAsync(CancellationToken cancellationToken);
}

/// <summary>A trace that is kept beyond retention.</summary>
/// <param name="Id">The trace.</param>
/// <param name="PinnedUnixNano">When it was pinned; nanoseconds since the Unix epoch.</param>
public readonly record struct PinnedTrace(TraceId Id, long PinnedUnixNano);
