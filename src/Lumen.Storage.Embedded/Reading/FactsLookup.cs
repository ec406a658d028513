using System.Text;
using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Searching;
using Lumen.Storage.Embedded.Segments;
using Lumen.Storage.Embedded.Snapshots;
using Lumen.Storage.Embedded.Windows;

namespace Lumen.Storage.Embedded.Reading;

/// <summary>
/// Finds what a summary needs of the spans of a trace: from the headers of windows and the columns of blocks, whose bodies, which are most
/// of a block, stay as they are. One thread at a time.
/// </summary>
/// <param name="blocks">Finds the blocks.</param>
/// <param name="open">Reads their columns.</param>
/// <param name="parts">Knows the catalogs of buckets.</param>
internal sealed class FactsLookup(TraceBlocks blocks, OpenBlocks open, BucketParts parts)
{
    /// <summary>So many spans of a window are gone through in the time in which one of a block is looked at.</summary>
    private const int WindowSpansForOne = 64;

    /// <summary>So many spans of a block are looked at in the time in which a segment is asked whether it has a trace.</summary>
    private const int SpansForASegment = 16;

    /// <summary>
    /// How many spans the blocks of the latest answer held, and as many more as could have been looked at while they were looked for: what
    /// it cost.
    /// </summary>
    internal long SpansRead { get; private set; }

    /// <summary>Reads the facts of a trace's spans.</summary>
    /// <param name="snapshot">Where to look.</param>
    /// <param name="id">The trace.</param>
    /// <param name="notes">Takes down what cannot be read.</param>
    /// <param name="allowance">How much memory they may take.</param>
    /// <param name="cancellationToken">Gives up before the next segment.</param>
    /// <returns>
    /// The facts; null where a span id occurs more than once, so that only the bytes can tell copies from spans that share an id.
    /// </returns>
    /// <exception cref="TraceTooLargeException">They take more memory than is allowed.</exception>
    internal List<SpanFacts>? Find(
        StoreSnapshot snapshot, TraceId id, AnswerNotes notes, ReadAllowance allowance, CancellationToken cancellationToken)
    {
        var facts = new List<SpanFacts>();
        SpansRead = 0;
        foreach (var window in snapshot.Windows)
        {
            Collect(window, id, facts);
            SpansRead += window.Count / WindowSpansForOne;
            Demand();
        }

        foreach (var bucket in snapshot.Buckets.Views)
        {
            SpansRead += bucket.Segments.Count * SpansForASegment;
        }

        blocks.VisitBlocks(snapshot, id, notes, (bucket, segment, block) =>
        {
            Collect(open.ColumnsOf(bucket, segment, block), parts.CatalogOf(bucket), id, facts);
            Demand();
        }, cancellationToken);
        return HasRepeatedIds(facts) ? null : facts;

        void Demand()
        {
            if (!allowance.Allows(facts.Count * ReadAllowance.BytesOfFacts))
            {
                var most = facts.Count + (SegmentWriter.MaxBlockSpans * blocks.Count(snapshot, id, notes, cancellationToken));
                throw allowance.TooLarge(id, most * ReadAllowance.BytesOfFacts);
            }
        }
    }

    private static void Collect(WindowView window, TraceId id, List<SpanFacts> facts)
    {
        for (var index = window.IndexOf(id, 0); index >= 0; index = window.IndexOf(id, index + 1))
        {
            ref readonly var span = ref window.Committed[index];
            var (service, name, kind) = Describe(window.Catalog, window.Catalog.Origin(span.Origin));
            facts.Add(new SpanFacts(
                span.SpanId, span.ParentSpanId, service, name, kind, span.Status, span.StartUnixNano, span.EndUnixNano));
        }
    }

    private void Collect(BlockColumns block, Catalog catalog, TraceId id, List<SpanFacts> facts)
    {
        SpansRead += block.Count;
        for (var index = block.TraceIds.AsSpan().IndexOf(id); index >= 0 && index < block.Count && block.TraceIds[index] == id; index++)
        {
            var (service, name, kind) = Describe(catalog, catalog.CheckedOrigin(block.Origins[index]));
            facts.Add(new SpanFacts(
                block.SpanIds[index], block.ParentSpanIds[index], service, name, kind, block.Statuses[index], block.Starts[index],
                block.Ends[index]));
        }
    }

    private static (string Service, string Name, SpanKind Kind) Describe(Catalog catalog, CatalogOrigin origin)
    {
        var operation = catalog.Operation(origin.Operation);
        return (catalog.Service(operation.Service), Encoding.UTF8.GetString(catalog.Name(operation.Name)), operation.Kind);
    }

    private static bool HasRepeatedIds(List<SpanFacts> facts)
    {
        var ids = new HashSet<SpanId>(facts.Count);
        return facts.Exists(span => !ids.Add(span.Id));
    }
}
