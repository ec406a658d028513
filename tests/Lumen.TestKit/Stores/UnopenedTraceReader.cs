using Lumen.Queries;
using Lumen.Storage;

namespace Lumen.TestKit;

/// <summary>Answers as a store that is not open: with nothing where that can be called incomplete, else with a failure.</summary>
public sealed class UnopenedTraceReader : ITraceReader
{
    public ValueTask<Trace?> FindTraceAsync(TraceId id, CancellationToken cancellationToken) => ValueTask.FromResult<Trace?>(null);

    public ValueTask<long> EstimateTraceBytesAsync(TraceId id, CancellationToken cancellationToken) => ValueTask.FromResult(0L);

    public ValueTask<TracePage> SearchAsync(TraceQuery query, CancellationToken cancellationToken) =>
        ValueTask.FromResult(TracePage.Empty with { IncompleteReason = "The store is not open." });

    public ValueTask<NameList<string>> ListServicesAsync(NameQuery query, CancellationToken cancellationToken) =>
        ValueTask.FromException<NameList<string>>(new StoreUnavailableException("The store is not open."));

    public ValueTask<NameList<Operation>> ListOperationsAsync(string service, NameQuery query, CancellationToken cancellationToken) =>
        ValueTask.FromException<NameList<Operation>>(new StoreUnavailableException("The store is not open."));

    public ValueTask<AttributeKeyList> ListAttributeKeysAsync(CompletionQuery query, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new AttributeKeyList([], new CompletionBasis(0, IsWhole: false, "The store is not open.")));

    public ValueTask<AttributeValueList> ListAttributeValuesAsync(
        AttributeLevel level, string key, CompletionQuery query, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new AttributeValueList([], new CompletionBasis(0, IsWhole: false, "The store is not open.")));
}
