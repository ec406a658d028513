using Lumen.Hosting;

namespace Lumen.AspNetCore.Jaeger;

/// <summary>Reads traces in their order, the next ones while the one before them is being written. One caller at a time.</summary>
/// <param name="reader">Where they are read.</param>
/// <param name="traces">Which.</param>
/// <param name="cancellationToken">Gives up.</param>
internal sealed class TraceQueue(BoundedTraceReader reader, IEnumerable<TraceId> traces, CancellationToken cancellationToken)
    : IAsyncDisposable
{
    /// <summary>How many traces are read ahead: reading one takes longer than writing it.</summary>
    internal const int Ahead = 3;

    private readonly Queue<TraceId> _left = new(traces);
    private readonly Queue<(TraceId Id, Task<HeldTrace?> Reading)> _ahead = [];

    /// <summary>Begins to read the next traces.</summary>
    internal void ReadAhead()
    {
        while (_ahead.Count < Ahead && _left.TryDequeue(out var id))
        {
            _ahead.Enqueue((id, Task.Run(() => reader.FindTraceAsync(id, cancellationToken).AsTask(), cancellationToken)));
        }
    }

    /// <summary>The next trace that is still stored, to be disposed; null behind the last one.</summary>
    internal async ValueTask<HeldTrace?> NextAsync()
    {
        ReadAhead();
        while (_ahead.TryDequeue(out var next))
        {
            if (await TakeAsync(next.Id, next.Reading) is { } held)
            {
                return held;
            }

            ReadAhead();
        }

        return null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (_ahead.TryDequeue(out var next))
        {
            await ((Task)next.Reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (next.Reading.IsCompletedSuccessfully)
            {
                (await next.Reading)?.Dispose();
            }
        }
    }

    private async ValueTask<HeldTrace?> TakeAsync(TraceId id, Task<HeldTrace?> reading)
    {
        try
        {
            return await reading;
        }
        catch (ReadersBusyException)
        {
            // There was no room for it beside the trace before it, which has been let go by now.
            return await reader.FindTraceAsync(id, cancellationToken);
        }
    }
}
