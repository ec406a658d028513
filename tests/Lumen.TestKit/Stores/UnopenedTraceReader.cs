using Lumen.Storage;

namespace Lumen.TestKit;

/// <summary>Answers as a store that is not open: with nothing, and that it is incomplete where the answer can say so.</summary>
public sealed class UnopenedTraceReader : ITraceReader
{
    public ValueTask<Trace?> FindTraceAsync(TraceId id, CancellationToken cancellationToken) => ValueTask.FromResult<Trace?>(null);

    public ValueTask<TracePage> SearchAsync(TraceQuery query, CancellationToken cancellationToken) =>
        ValueTask.FromResult(TracePage.Empty with { IncompleteReason = "The store is not open." });

    public ValueTask<IReadOnlyList<string>> ListServicesAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<string>>([]);

    public ValueTask<IReadOnlyList<Operation>> ListOperationsAsync(string service, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Operation>>([]);
}
