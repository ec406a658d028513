using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Searching;
using Lumen.Storage.Embedded.Segments;
using Lumen.Storage.Embedded.Snapshots;
using Lumen.Storage.Embedded.Windows;

namespace Lumen.Storage.Embedded.Reading;

/// <summary>Finds all spans of a trace in a snapshot. What it returns has memory of its own. Thread-safe.</summary>
internal sealed class TraceLookup(TraceBlocks blocks)
{
    /// <summary>Reads a trace.</summary>
    /// <param name="snapshot">Where to look.</param>
    /// <param name="id">The trace.</param>
    /// <param name="notes">Takes down what cannot be read.</param>
    /// <param name="allowance">How much memory it may take; null for any.</param>
    /// <param name="cancellationToken">Gives up before the next segment.</param>
    /// <returns>
    /// The trace; null if no span of it is stored and nothing is known to be missing; without spans where none was found and something is.
    /// </returns>
    /// <exception cref="TraceTooLargeException">It takes more memory than is allowed.</exception>
    internal Trace? Find(
        StoreSnapshot snapshot, TraceId id, AnswerNotes notes, ReadAllowance? allowance, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var spans = new List<Span>();
        var (counted, bytes) = (0, 0L);
        foreach (var window in snapshot.Windows)
        {
            Collect(window, id, spans);
            Demand();
        }

        blocks.Visit(snapshot, id, notes, found =>
        {
            Restore(found, spans);
            Demand();
        }, cancellationToken);
        return spans.Count == 0 && notes.IncompleteReason is null ? null : new Trace(id, spans, notes.IncompleteReason);

        void Demand()
        {
            for (; counted < spans.Count; counted++)
            {
                bytes += Trace.BytesBesideContent + spans[counted].Encoded.Length;
            }

            if (allowance is not null && !allowance.Allows(bytes))
            {
                throw allowance.TooLarge(id, Estimate(snapshot, id, notes, cancellationToken));
            }
        }
    }

    /// <summary>
    /// About how many bytes a trace takes once it is read: from a window what is there, from each block it is in a full one.
    /// </summary>
    /// <param name="snapshot">Where to look.</param>
    /// <param name="id">The trace.</param>
    /// <param name="notes">Takes down what cannot be read.</param>
    /// <param name="cancellationToken">Gives up before the next segment.</param>
    internal long Estimate(StoreSnapshot snapshot, TraceId id, AnswerNotes notes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var bytes = 0L;
        foreach (var window in snapshot.Windows)
        {
            for (var index = window.IndexOf(id, 0); index >= 0; index = window.IndexOf(id, index + 1))
            {
                bytes += Trace.BytesBesideContent + window.Committed[index].Length;
            }
        }

        return bytes + (SegmentWriter.MaxBlockBytes * blocks.Count(snapshot, id, notes, cancellationToken));
    }

    private static void Collect(WindowView window, TraceId id, List<Span> spans)
    {
        for (var index = window.IndexOf(id, 0); index >= 0; index = window.IndexOf(id, index + 1))
        {
            ref readonly var span = ref window.Committed[index];
            var origin = window.Catalog.Origin(span.Origin);
            spans.Add(new Span(
                window.BytesOf(span).ToArray(), window.Catalog.Resource(origin.Resource).Resource, window.Catalog.Scope(origin.Scope)));
        }
    }

    /// <summary>A span with memory of its own.</summary>
    /// <param name="catalog">The bucket's catalog.</param>
    /// <param name="origin">The number of its origin.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <exception cref="InvalidDataException">There is no such origin.</exception>
    internal static Span Restore(Catalog catalog, int origin, ReadOnlySpan<byte> bytes)
    {
        var known = catalog.CheckedOrigin(origin);
        return new Span(bytes.ToArray(), catalog.Resource(known.Resource).Resource, catalog.Scope(known.Scope));
    }

    private static void Restore(in FoundSpans found, List<Span> spans)
    {
        var (catalog, columns) = (found.Catalog, found.Block.Columns);
        found.Block.Rebuild(
            catalog, [.. Enumerable.Range(found.First, found.Count)],
            (row, bytes) => spans.Add(Restore(catalog, columns.Origins[row], bytes)));
    }
}
