using System.Buffers;

namespace Lumen.Ingestion;

/// <summary>
/// The one door through which spans come in, whatever transport brought them. Overload, outage and bad bytes are results, not
/// exceptions. Thread-safe.
/// </summary>
/// <remarks>
/// A result is given when the fate of every span is known: after the durable write. A request waits at most
/// <see cref="IngestionOptions.MaxWait"/> for its turn and is refused as a whole then; once the writer has claimed it, its outcome is
/// awaited, bounded by <c>cancellationToken</c>.
/// </remarks>
public interface IOtlpSpanSink
{
    /// <summary>Takes a request that is borrowed until the call returns.</summary>
    /// <param name="request">The body, decompressed.</param>
    /// <param name="format">How it is encoded.</param>
    /// <param name="cancellationToken">The sender's deadline, or its going away.</param>
    ValueTask<SpanSinkResult> WriteAsync(ReadOnlySequence<byte> request, OtlpFormat format, CancellationToken cancellationToken);

    /// <summary>Takes a request that was received into memory of the sink's own, and takes ownership of it in every outcome.</summary>
    /// <param name="payload">The body, decompressed; from <see cref="BeginPayload"/>.</param>
    /// <param name="format">How it is encoded.</param>
    /// <param name="cancellationToken">The sender's deadline, or its going away.</param>
    ValueTask<SpanSinkResult> WriteAsync(OtlpPayload payload, OtlpFormat format, CancellationToken cancellationToken);

    /// <summary>Takes a batch that was made elsewhere, and takes ownership of it in every outcome.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="cancellationToken">The sender's deadline, or its going away.</param>
    ValueTask<SpanSinkResult> WriteAsync(SpanBatch batch, CancellationToken cancellationToken);

    /// <summary>Begins to receive a body: its bytes are reserved from the intake budget as they come.</summary>
    OtlpPayload BeginPayload();

    /// <summary>
    /// Refuses a request at once where none can be taken now, so that what must be read or written before it is handed over is not done in
    /// vain. <see cref="WriteAsync(OtlpPayload, OtlpFormat, CancellationToken)"/> looks by itself.
    /// </summary>
    /// <param name="payload">Whatever came of the body; owned by the sink if, and only if, it is refused.</param>
    /// <returns>The refusal, which is counted; null where the request may be taken.</returns>
    SpanSinkResult? RefuseWhereFull(OtlpPayload payload);

    /// <summary>Refuses a body that did not arrive as it should, counts it as those that did, and takes ownership of its payload.</summary>
    /// <param name="payload">Whatever came of the body; from <see cref="BeginPayload"/>.</param>
    /// <param name="outcome">Any but <see cref="SpanSinkOutcome.Accepted"/>.</param>
    /// <param name="message">Why, as a sentence for the sender.</param>
    SpanSinkResult Refuse(OtlpPayload payload, SpanSinkOutcome outcome, string message);
}
