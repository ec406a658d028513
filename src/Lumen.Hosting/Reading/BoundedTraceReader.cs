using Lumen.Storage;

namespace Lumen.Hosting;

/// <summary>
/// Reads whole traces within <see cref="LumenOptions.MaxReadBytes"/>: a trace of a million spans takes about a gigabyte, and nobody is to
/// fill the memory of the host by asking for a few of them at once. Thread-safe.
/// </summary>
/// <remarks>
/// A trace takes its turn by what the store thinks it takes, then counts as what it does take, until it is disposed. One that is larger
/// than all there is gets read alone. A quarter is kept for small traces, so that large ones whose readers are slow do not keep everybody
/// waiting.
/// </remarks>
public sealed class BoundedTraceReader
{
    /// <summary>A small trace takes at most this share of all there is.</summary>
    private const int SmallTraceShare = 16;
    private const int ShareOfSmallTraces = 4;

    /// <summary>What a search takes for a trace without being counted: enough for some ten thousand spans.</summary>
    private const long UncountedSearchBytes = 4L * 1024 * 1024;

    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    private readonly ITraceReader _reader;
    private readonly TimeSpan _longestWait;
    private readonly long _smallBytes;
    private readonly ReadPool _small;
    private readonly ReadPool _large;

    internal BoundedTraceReader(ITraceReader reader, LumenOptions options, TimeProvider time)
    {
        _reader = reader;
        _longestWait = options.MaxWait;
        _smallBytes = options.MaxReadBytes / SmallTraceShare;
        _small = new ReadPool(options.MaxReadBytes / ShareOfSmallTraces, time);
        _large = new ReadPool(options.MaxReadBytes - (options.MaxReadBytes / ShareOfSmallTraces), time);
    }

    /// <summary>Reads a trace as <see cref="ITraceReader.FindTraceAsync"/> does.</summary>
    /// <param name="id">The trace.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The trace, to be disposed when it is not needed any more; null if no span of it is stored.</returns>
    /// <exception cref="ReadersBusyException">There was no room for it within <see cref="LumenOptions.MaxWait"/>.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot answer at all.</exception>
    public async ValueTask<HeldTrace?> FindTraceAsync(TraceId id, CancellationToken cancellationToken)
    {
        var estimate = await _reader.EstimateTraceBytesAsync(id, cancellationToken);
        var pool = estimate <= _smallBytes ? _small : _large;
        if (!await pool.TryTakeAsync(estimate, _longestWait, cancellationToken))
        {
            throw Busy($"Trace {id} was not read");
        }

        Trace? trace = null;
        try
        {
            trace = await _reader.FindTraceAsync(id, cancellationToken);
        }
        finally
        {
            if (trace is null)
            {
                pool.Return(estimate);
            }
        }

        return trace is null ? null : Hold(trace, pool, estimate);
    }

    /// <summary>
    /// Searches as <see cref="ITraceReader.SearchAsync"/> does. A trace whose summary takes much memory waits for its turn as one that is
    /// read does: the search is begun anew with as much as it needs, which counts until the search has ended.
    /// </summary>
    /// <param name="query">What to look for; its <see cref="TraceQuery.MaxReadBytes"/> is set here.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ReadersBusyException">There was no room for a trace within <see cref="LumenOptions.MaxWait"/>.</exception>
    public async ValueTask<TracePage> SearchAsync(TraceQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (allowed, taken) = (UncountedSearchBytes, 0L);
        while (true)
        {
            try
            {
                return await _reader.SearchAsync(query with { MaxReadBytes = allowed }, cancellationToken);
            }
            catch (TraceTooLargeException tooLarge)
            {
                allowed = Math.Max(tooLarge.NeededBytes, allowed + 1);
            }
            finally
            {
                _large.Return(taken);
                taken = 0;
            }

            if (!await _large.TryTakeAsync(allowed, _longestWait, cancellationToken))
            {
                throw Busy("A search has met a trace that is too large to be summarised now");
            }

            taken = allowed;
        }
    }

    private static HeldTrace Hold(Trace trace, ReadPool pool, long estimate)
    {
        var bytes = trace.EstimateBytes();
        pool.Correct(bytes - estimate);
        return new HeldTrace(trace, pool, bytes);
    }

    private ReadersBusyException Busy(string what) => new(
        $"{what}, since other traces that are being read take as much memory as they may: ask again in a moment. "
        + $"{LumenOptions.Section}:{nameof(LumenOptions.MaxReadBytes)} says how much.")
    {
        RetryAfter = _longestWait < LongestRetry ? _longestWait : LongestRetry,
    };
}
