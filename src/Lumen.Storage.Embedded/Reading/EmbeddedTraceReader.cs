using Lumen.Queries;
using Lumen.Storage.Embedded.Completion;
using Lumen.Storage.Embedded.Names;
using Lumen.Storage.Embedded.Snapshots;

namespace Lumen.Storage.Embedded.Reading;

/// <summary>Answers from the snapshot that is current when a call begins. Runs on the caller's thread.</summary>
/// <param name="session">The open store; null while there is none.</param>
internal sealed class EmbeddedTraceReader(Func<StoreSession?> session) : ITraceReader
{
    private const string NotOpen = "The store is not open.";

    public ValueTask<Trace?> FindTraceAsync(TraceId id, CancellationToken cancellationToken) => AnswerAsync<Trace?>(
        (reading, snapshot) => reading.FindTrace(snapshot, id, cancellationToken), new Trace(id, [], NotOpen));

    public ValueTask<long> EstimateTraceBytesAsync(TraceId id, CancellationToken cancellationToken) =>
        AnswerAsync((reading, snapshot) => reading.EstimateTrace(snapshot, id, cancellationToken), 0);

    public ValueTask<TracePage> SearchAsync(TraceQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, TraceQuery.MaxLimit);
        return AnswerAsync((reading, snapshot) => reading.Search(snapshot, query, cancellationToken), new TracePage([], null, NotOpen));
    }

    public ValueTask<NameList<string>> ListServicesAsync(NameQuery query, CancellationToken cancellationToken) =>
        ListAsync(query, new ListedServices(Demand(query)), cancellationToken);

    public ValueTask<NameList<Operation>> ListOperationsAsync(string service, NameQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(service);
        return ListAsync(query, new ListedOperations(service, Demand(query)), cancellationToken);
    }

    public ValueTask<AttributeKeyList> ListAttributeKeysAsync(CompletionQuery query, CancellationToken cancellationToken)
    {
        Demand(query);
        return AnswerAsync(
            (reading, snapshot) => AttributeNames.ListKeys(reading.BeginReading(snapshot), query, cancellationToken),
            new AttributeKeyList([], new CompletionBasis(0, IsWhole: false, NotOpen)));
    }

    public ValueTask<AttributeValueList> ListAttributeValuesAsync(
        AttributeLevel level, string key, CompletionQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        Demand(query);
        return AnswerAsync(
            (reading, snapshot) => AttributeNames.ListValues(reading.BeginReading(snapshot), level, key, query, cancellationToken),
            new AttributeValueList([], new CompletionBasis(0, IsWhole: false, NotOpen)));
    }

    private ValueTask<NameList<T>> ListAsync<T>(NameQuery query, ListedNames<T> names, CancellationToken cancellationToken) =>
        AnswerAsync<NameList<T>>(
            (reading, snapshot) => new NameWalk<T>(reading.BeginReading(snapshot), query, names, cancellationToken).Run(), null);

    private static NameQuery Demand(NameQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, NameQuery.MaxLimit);
        return query;
    }

    private static void Demand(CompletionQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, CompletionQuery.MaxLimit);
    }

    /// <param name="answer">Answers from a snapshot.</param>
    /// <param name="whileNotOpen">What to say while the store is not open; null where the answer has no way to say so.</param>
    private ValueTask<T> AnswerAsync<T>(Func<StoreReading, StoreSnapshot, T> answer, T? whileNotOpen)
    {
        var open = session();
        var snapshot = open?.Hold();
        if (snapshot is null)
        {
            return whileNotOpen is null
                ? ValueTask.FromException<T>(new StoreUnavailableException($"{NotOpen} Its health says why."))
                : ValueTask.FromResult(whileNotOpen);
        }

        try
        {
            return ValueTask.FromResult(answer(open!.Reading, snapshot));
        }
        catch (Exception failure)
        {
            return ValueTask.FromException<T>(failure);
        }
        finally
        {
            snapshot.Release();
        }
    }
}
