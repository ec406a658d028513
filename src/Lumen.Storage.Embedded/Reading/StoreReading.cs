using System.Text;
using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Searching;
using Lumen.Storage.Embedded.Snapshots;

namespace Lumen.Storage.Embedded.Reading;

/// <summary>Answers questions from a snapshot. Thread-safe.</summary>
internal sealed class StoreReading : IDisposable
{
    private readonly StoreContext _context;
    private readonly BucketParts _parts;
    private readonly OpenBlocks _open;

    /// <summary>Makes it.</summary>
    internal StoreReading(StoreContext context, BucketParts parts)
    {
        _context = context;
        _parts = parts;
        _open = new OpenBlocks(parts);
    }

    private TraceBlocks Blocks => new(_context.Seed, _parts, _open);

    internal Trace? FindTrace(StoreSnapshot snapshot, TraceId id, CancellationToken cancellationToken) =>
        new TraceLookup(Blocks).Find(snapshot, id, new AnswerNotes(_context, snapshot), cancellationToken);

    internal long EstimateTrace(StoreSnapshot snapshot, TraceId id, CancellationToken cancellationToken) =>
        new TraceLookup(Blocks).Estimate(snapshot, id, new AnswerNotes(_context, snapshot), cancellationToken);

    internal TracePage Search(StoreSnapshot snapshot, TraceQuery query, CancellationToken cancellationToken) =>
        new TraceSearch(BeginReading(snapshot), query, cancellationToken).Run();

    /// <summary>Begins one answer from the spans of a snapshot.</summary>
    internal SearchReading BeginReading(StoreSnapshot snapshot) =>
        new(snapshot, _parts, _open, Blocks, new AnswerNotes(_context, snapshot), _context.Options.SearchMaxSpans);

    internal IReadOnlyList<string> ListServices(StoreSnapshot snapshot)
    {
        var services = new SortedSet<string>(StringComparer.Ordinal);
        ForEachCatalog(snapshot, (catalog, counts) =>
        {
            for (var service = 0; service < counts.Services; service++)
            {
                services.Add(catalog.Service(service));
            }
        });
        return [.. services];
    }

    internal IReadOnlyList<Operation> ListOperations(StoreSnapshot snapshot, string service)
    {
        var operations = new HashSet<Operation>();
        ForEachCatalog(snapshot, (catalog, counts) =>
        {
            for (var number = 0; number < counts.Operations; number++)
            {
                var operation = catalog.Operation(number);
                if (catalog.Service(operation.Service) == service)
                {
                    operations.Add(new Operation(Encoding.UTF8.GetString(catalog.Name(operation.Name)), operation.Kind));
                }
            }
        });
        return [.. operations.OrderBy(operation => operation.Name, StringComparer.Ordinal).ThenBy(operation => operation.Kind)];
    }

    /// <inheritdoc/>
    public void Dispose() => _open.Dispose();

    private void ForEachCatalog(StoreSnapshot snapshot, Action<Catalog, CatalogCounts> visit)
    {
        var notes = new AnswerNotes(_context, snapshot);
        foreach (var window in snapshot.Windows)
        {
            visit(window.Catalog, window.Counts);
        }

        foreach (var bucket in snapshot.Buckets.Views)
        {
            notes.Read(bucket, bucket.Segments[0], () =>
            {
                var catalog = _parts.CatalogOf(bucket);
                visit(catalog, bucket.LiveCatalog is null ? catalog.Counts : bucket.LiveCounts);
            });
        }
    }
}
