using Lumen.Hosting;
using Lumen.Storage;

namespace Lumen.AspNetCore.Routes;

/// <summary>Tells a trace that is not stored from one that may be, but cannot be read now.</summary>
internal static class ReadableTraces
{
    /// <summary>Finds a trace.</summary>
    /// <returns>A trace of at least one span, to be disposed, or null if none is stored.</returns>
    /// <exception cref="ReadersBusyException">There is no room for it now.</exception>
    /// <exception cref="StoreUnavailableException">Nothing of it can be read; the message says why.</exception>
    internal static async ValueTask<HeldTrace?> FindReadableAsync(
        this BoundedTraceReader reader, TraceId id, CancellationToken cancellationToken)
    {
        var held = await reader.FindTraceAsync(id, cancellationToken);
        if (held is { Trace: { Spans.Count: 0 } nothing })
        {
            held.Dispose();
            throw new StoreUnavailableException($"Whether trace {id} is stored cannot be said. {nothing.IncompleteReason}");
        }

        return held;
    }

    /// <summary>For answers that have no place to say that something is missing: to find nothing is then no answer.</summary>
    /// <exception cref="StoreUnavailableException">The page is empty and not complete; the message says why.</exception>
    internal static void ThrowIfNothingReadable(this TracePage page)
    {
        if (page is { Traces.Count: 0, IsComplete: false })
        {
            throw new StoreUnavailableException($"Whether such traces are stored cannot be said. {page.IncompleteReason}");
        }
    }
}
