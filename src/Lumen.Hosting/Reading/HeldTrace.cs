namespace Lumen.Hosting;

/// <summary>
/// A trace whose memory is counted by a <see cref="BoundedTraceReader"/> until this is disposed: keep the trace no longer. Dispose is
/// thread-safe and may be called again.
/// </summary>
public sealed class HeldTrace : IDisposable
{
    private readonly long _bytes;
    private ReadPool? _pool;

    internal HeldTrace(Trace trace, ReadPool pool, long bytes)
    {
        Trace = trace;
        _pool = pool;
        _bytes = bytes;
    }

    /// <summary>The trace.</summary>
    public Trace Trace { get; }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _pool, null)?.Return(_bytes);
}
