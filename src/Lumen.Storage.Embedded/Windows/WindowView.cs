using Lumen.Storage.Embedded.Catalogs;

namespace Lumen.Storage.Embedded.Windows;

/// <summary>
/// A window as far as it was committed at one moment. Nothing in it changes; it may be used while its <see cref="Window"/> is held.
/// </summary>
internal sealed class WindowView
{
    internal required Window Window { get; init; }

    /// <summary>The spans; those from <see cref="Count"/> on are not there yet.</summary>
    internal required WindowSpan[] Spans { get; init; }

    /// <summary>The low halves of the trace ids alone, for scanning.</summary>
    internal required ulong[] TraceLows { get; init; }

    internal required byte[][] Chunks { get; init; }

    internal required int Count { get; init; }

    /// <summary>What of the window's catalog is committed.</summary>
    internal required CatalogCounts Counts { get; init; }

    internal Catalog Catalog => Window.Catalog;

    internal ReadOnlySpan<WindowSpan> Committed => Spans.AsSpan(0, Count);

    /// <summary>The bytes of a span's OTLP message.</summary>
    internal ReadOnlySpan<byte> BytesOf(in WindowSpan span) => Chunks[span.Chunk].AsSpan(span.Offset, span.Length);

    /// <summary>The place behind the last span whose bytes are in the same chunk as those of a span: they follow one another.</summary>
    internal int EndOfChunk(int index)
    {
        var chunk = Spans[index].Chunk;
        var (low, high) = (index + 1, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Spans[middle].Chunk == chunk ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The bytes of spans of one chunk, and what stands between them.</summary>
    /// <param name="first">The first span.</param>
    /// <param name="end">The place behind the last one.</param>
    internal ReadOnlySpan<byte> BytesOf(int first, int end) =>
        Chunks[Spans[first].Chunk].AsSpan(Spans[first].Offset..(Spans[end - 1].Offset + Spans[end - 1].Length));

    /// <summary>The first of some spans of a chunk whose bytes end behind a position; <paramref name="end"/> if there is none.</summary>
    internal int FirstEndingBehind(int position, int first, int end)
    {
        while (first < end)
        {
            var middle = (first + end) / 2;
            (first, end) = Spans[middle].Offset + Spans[middle].Length > position ? (first, middle) : (middle + 1, end);
        }

        return first;
    }

    /// <summary>The next span of a trace at or behind a position; -1 if there is none. Scans 8 bytes a span.</summary>
    internal int IndexOf(TraceId trace, int from)
    {
        while (from < Count)
        {
            var found = TraceLows.AsSpan(from, Count - from).IndexOf(trace.Low);
            if (found < 0)
            {
                return -1;
            }

            from += found;
            if (Spans[from].TraceId == trace)
            {
                return from;
            }

            from++;
        }

        return -1;
    }
}
