using Lumen.Storage.Embedded.Snapshots;
using Lumen.Storage.Embedded.Windows;

namespace Lumen.Storage.Embedded.Reading;

/// <summary>Finds all spans of a trace in a snapshot. What it returns has memory of its own.</summary>
internal static class TraceLookup
{
    /// <summary>Reads a trace.</summary>
    /// <returns>The trace; null if no span of it is stored and nothing is known to be missing.</returns>
    internal static Trace? Find(StoreSnapshot snapshot, TraceId id, CancellationToken cancellationToken)
    {
        var spans = new List<Span>();
        foreach (var window in snapshot.Windows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Collect(window, id, spans);
        }

        return spans.Count == 0 ? null : new Trace(id, spans);
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
}
