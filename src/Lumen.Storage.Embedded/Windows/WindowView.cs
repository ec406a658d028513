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
