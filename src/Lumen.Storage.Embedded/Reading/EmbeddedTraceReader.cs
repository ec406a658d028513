using System.Text;
using Lumen.Storage.Embedded.Searching;
using Lumen.Storage.Embedded.Snapshots;

namespace Lumen.Storage.Embedded.Reading;

/// <summary>Answers from the snapshot that is current when a call begins. Runs on the caller's thread.</summary>
/// <param name="hold">Holds the current snapshot; null while the store is not open.</param>
internal sealed class EmbeddedTraceReader(Func<StoreSnapshot?> hold) : ITraceReader
{
    private const string NotOpen = "The store is not open yet.";

    public ValueTask<Trace?> FindTraceAsync(TraceId id, CancellationToken cancellationToken) =>
        AnswerAsync(snapshot => TraceLookup.Find(snapshot, id, cancellationToken), new Trace(id, [], NotOpen));

    public ValueTask<TracePage> SearchAsync(TraceQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, TraceQuery.MaxLimit);
        return AnswerAsync(snapshot => new TraceSearch(snapshot, query).Run(cancellationToken), new TracePage([], null, NotOpen));
    }

    public ValueTask<IReadOnlyList<string>> ListServicesAsync(CancellationToken cancellationToken) =>
        AnswerAsync<IReadOnlyList<string>>(ListServices, []);

    public ValueTask<IReadOnlyList<Operation>> ListOperationsAsync(string service, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(service);
        return AnswerAsync<IReadOnlyList<Operation>>(snapshot => ListOperations(snapshot, service), []);
    }

    private static IReadOnlyList<string> ListServices(StoreSnapshot snapshot)
    {
        var services = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var window in snapshot.Windows)
        {
            for (var service = 0; service < window.Counts.Services; service++)
            {
                services.Add(window.Catalog.Service(service));
            }
        }

        return [.. services];
    }

    private static IReadOnlyList<Operation> ListOperations(StoreSnapshot snapshot, string service)
    {
        var operations = new HashSet<Operation>();
        foreach (var window in snapshot.Windows)
        {
            for (var number = 0; number < window.Counts.Operations; number++)
            {
                var operation = window.Catalog.Operation(number);
                if (window.Catalog.Service(operation.Service) == service)
                {
                    operations.Add(new Operation(Encoding.UTF8.GetString(window.Catalog.Name(operation.Name)), operation.Kind));
                }
            }
        }

        return [.. operations.OrderBy(operation => operation.Name, StringComparer.Ordinal).ThenBy(operation => operation.Kind)];
    }

    private ValueTask<T> AnswerAsync<T>(Func<StoreSnapshot, T> answer, T whileNotOpen)
    {
        if (hold() is not { } snapshot)
        {
            return ValueTask.FromResult(whileNotOpen);
        }

        try
        {
            return ValueTask.FromResult(answer(snapshot));
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
