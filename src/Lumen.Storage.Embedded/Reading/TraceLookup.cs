using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Postings;
using Lumen.Storage.Embedded.Segments;
using Lumen.Storage.Embedded.Snapshots;
using Lumen.Storage.Embedded.Windows;

namespace Lumen.Storage.Embedded.Reading;

/// <summary>Finds all spans of a trace in a snapshot. What it returns has memory of its own. Thread-safe.</summary>
internal sealed class TraceLookup(long seed, BucketParts parts, BlockDecoders decoders)
{
    /// <summary>Reads a trace.</summary>
    /// <param name="snapshot">Where to look.</param>
    /// <param name="id">The trace.</param>
    /// <param name="notes">Takes down what cannot be read.</param>
    /// <param name="cancellationToken">Gives up before the next segment.</param>
    /// <returns>
    /// The trace; null if no span of it is stored and nothing is known to be missing; without spans where none was found and something is.
    /// </returns>
    internal Trace? Find(StoreSnapshot snapshot, TraceId id, AnswerNotes notes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var spans = new List<Span>();
        foreach (var window in snapshot.Windows)
        {
            Collect(window, id, spans);
        }

        var hash = TraceHash.Posting(TraceHash.Of(id, seed));
        foreach (var bucket in snapshot.Buckets.Views)
        {
            foreach (var segment in bucket.Segments)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Collect(bucket, segment, id, hash, spans, notes);
            }
        }

        return spans.Count == 0 && notes.IncompleteReason is null ? null : new Trace(id, spans, notes.IncompleteReason);
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

    private void Collect(BucketView bucket, Segment segment, TraceId id, uint hash, List<Span> spans, AnswerNotes notes)
    {
        var blocks = new List<int>();
        notes.Read(bucket, segment, () => parts.FindBlocks(bucket, segment, hash, blocks));
        foreach (var block in blocks)
        {
            notes.Read(bucket, segment, () => CollectBlock(bucket, segment, block, id, spans));
        }
    }

    private void CollectBlock(BucketView bucket, Segment segment, int block, TraceId id, List<Span> spans)
    {
        var catalog = parts.CatalogOf(bucket);
        using var frame = parts.ReadBlock(bucket, segment, block);
        var decoder = decoders.Rent();
        try
        {
            decoder.ReadColumns(frame.Payload);
            var columns = decoder.Columns;
            var first = columns.TraceIds.AsSpan(0, columns.Count).IndexOf(id);
            if (first >= 0)
            {
                var count = columns.TraceIds.AsSpan(first, columns.Count - first).LastIndexOf(id) + 1;
                Restore(columns, decoder.ReadBodies(frame.Payload), first, count, catalog, spans);
            }
        }
        finally
        {
            decoders.Return(decoder);
        }
    }

    private static void Restore(BlockColumns columns, ReadOnlySpan<byte> bodies, int first, int count, Catalog catalog, List<Span> spans)
    {
        var offset = columns.BodyLengths.AsSpan(0, first).ToArray().Sum();
        var bytes = new ByteBuilder();
        var ends = new int[count];
        for (var index = first; index < first + count; index++)
        {
            var body = bodies.Slice(offset, columns.BodyLengths[index]);
            offset += body.Length;
            if (columns.AreVerbatim[index])
            {
                bytes.Add(body);
            }
            else
            {
                SpanBody.Restore(body, columns.At(index), bytes);
            }

            ends[index - first] = bytes.Length;
        }

        var memory = bytes.Written.ToArray().AsMemory();
        for (var index = 0; index < count; index++)
        {
            var start = index == 0 ? 0 : ends[index - 1];
            var origin = catalog.CheckedOrigin(columns.Origins[first + index]);
            spans.Add(new Span(memory[start..ends[index]], catalog.Resource(origin.Resource).Resource, catalog.Scope(origin.Scope)));
        }
    }
}
