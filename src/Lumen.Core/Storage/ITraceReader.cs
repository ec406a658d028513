using Lumen.Queries;

namespace Lumen.Storage;

/// <summary>
/// The two access patterns of a store: all spans of a trace, and the recent traces that match. Every method may be called from many
/// threads at once, sees everything acknowledged before it began, and returns data of its own that nothing changes afterwards.
/// </summary>
/// <remarks>
/// Partial failure: what cannot be read (damage, a node away) is left out, and the answer says that it is incomplete and why. Only a store
/// that cannot answer at all throws <see cref="StoreUnavailableException"/>; a list, which has no place for such words, throws it while the
/// store is not open. Cancellation is honoured within the reading of one block.
/// </remarks>
public interface ITraceReader
{
    /// <summary>All spans of a trace, copies collapsed, however many windows or nodes they are scattered over.</summary>
    /// <param name="id">The trace.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// The trace; null if no span of it is stored. Where no span was found and something could not be read that may hold some, a trace
    /// without spans, whose <see cref="Trace.IncompleteReason"/> says so.
    /// </returns>
    ValueTask<Trace?> FindTraceAsync(TraceId id, CancellationToken cancellationToken);

    /// <summary>
    /// About how many bytes of memory a trace takes once it is read, so that a caller can bound what it reads at a time. Cheap: no span is
    /// read. Rather too many than too few; 0 where nothing of it is stored, or nothing can be said.
    /// </summary>
    /// <param name="id">The trace.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<long> EstimateTraceBytesAsync(TraceId id, CancellationToken cancellationToken);

    /// <summary>
    /// Traces with a span that matches, newest matching span first, then trace id ascending. All predicates hold on one and the same span;
    /// the window is on that span's start; the summary describes the whole trace.
    /// </summary>
    /// <param name="query">What to look for; see <see cref="TraceQuery"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TraceTooLargeException">A trace takes more than <see cref="TraceQuery.MaxReadBytes"/>.</exception>
    ValueTask<TracePage> SearchAsync(TraceQuery query, CancellationToken cancellationToken);

    /// <summary>The services that have a span in the window, each once, in ordinal order.</summary>
    /// <param name="query">Which; without a window, all in the store.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<NameList<string>> ListServicesAsync(NameQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// The operations of a service that have a span in the window, each (name, kind) once, by name in ordinal order, then kind; none for an
    /// unknown service.
    /// </summary>
    /// <param name="service">The service, case-sensitive.</param>
    /// <param name="query">Which; without a window, all in the store.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<NameList<Operation>> ListOperationsAsync(string service, NameQuery query, CancellationToken cancellationToken);

    /// <summary>The keys of attributes that spans have: all where the store knows them, else of the most recent spans.</summary>
    /// <param name="query">Whose keys.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<AttributeKeyList> ListAttributeKeysAsync(CompletionQuery query, CancellationToken cancellationToken);

    /// <summary>The frequent values of an attribute: of all spans where the store knows them, else of the most recent ones.</summary>
    /// <param name="level">Where the attribute stands.</param>
    /// <param name="key">Its key, case-sensitive.</param>
    /// <param name="query">Whose values. Values that print longer than 1,024 characters are left out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<AttributeValueList> ListAttributeValuesAsync(
        AttributeLevel level, string key, CompletionQuery query, CancellationToken cancellationToken);
}
