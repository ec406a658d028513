using Lumen.Storage.Embedded.Windows;

namespace Lumen.Storage.Embedded.Searching;

/// <summary>A window in memory, which is searched by scanning.</summary>
internal sealed class WindowSource(WindowView window, ulong latestStart) : SearchSource(latestStart)
{
    internal override void Open(TraceSearch search, CancellationToken cancellationToken)
    {
        var accepted = search.Filter.AcceptedOrigins(window.Catalog, window.Counts.Origins);
        foreach (ref readonly var span in window.Committed)
        {
            if (accepted[span.Origin] && search.Filter.Accepts(span.TraceId, span.StartUnixNano, span.DurationNanos, span.Status))
            {
                search.Add(span.TraceId, span.StartUnixNano);
            }
        }
    }
}
