using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Reading;
using Lumen.Storage.Embedded.Recovery;
using Microsoft.Extensions.Logging;

namespace Lumen.Storage.Embedded;

/// <summary>
/// The default store of Lumen: one directory, one process, no native library. What is acknowledged is durable in a log; what is a little
/// older lies compressed in append-only bucket files, which retention drops as a whole.
/// </summary>
/// <remarks>
/// Reads and the commit run on the caller's thread and use synchronous file I/O; the compression of full windows runs on the thread pool.
/// The bytes on disk are described in docs/formats.
/// </remarks>
public sealed class EmbeddedTraceStore : ITraceStore
{
    private const string OpenCause = "open";
    private const string RetentionCause = "retention";

    private readonly EmbeddedStoreOptions _options;
    private readonly StoreFiles _files;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly HealthBoard _health = new();
    private readonly StoreCounters _counters = new();
    private StoreRevival? _open;

    /// <summary>Makes a store, which touches nothing until it is opened.</summary>
    /// <param name="options">How it keeps its data.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where it says what happens to it; never spans.</param>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it and says what to write instead.</exception>
    public EmbeddedTraceStore(EmbeddedStoreOptions options, TimeProvider time, ILogger<EmbeddedTraceStore> log)
        : this(options, new StoreFiles((options ?? throw new ArgumentNullException(nameof(options))).Directory), time, log)
    {
    }

    /// <summary>Makes a store over other files than the disk's, for tests.</summary>
    internal EmbeddedTraceStore(EmbeddedStoreOptions options, StoreFiles files, TimeProvider time, ILogger<EmbeddedTraceStore> log)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(log);
        options.Validate();
        _options = options;
        _files = files;
        _time = time;
        _log = log;
        _health.Report(OpenCause, StoreStatus.Unhealthy, "The store is not open yet.");
        Reader = new EmbeddedTraceReader(() => Volatile.Read(ref _open)?.Session);
    }

    /// <inheritdoc/>
    public StoreCapabilities Capabilities { get; } = new() { Name = "embedded", MaxConcurrentWrites = 1, IsDurable = true };

    /// <inheritdoc/>
    public StoreHealth Health => _health.Health;

    /// <inheritdoc/>
    public long RecognisedCopies => _counters.Copies;

    /// <inheritdoc/>
    public ITraceReader Reader { get; }

    /// <inheritdoc/>
    public ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_open is not null)
        {
            throw new InvalidOperationException("The store is open already.");
        }

        try
        {
            var opener = new StoreOpener(_options, _files, _time, _health, _counters, _log);
            var open = new StoreRevival(opener.Open([]), opener, _health, _time, _log);
            open.Start();
            Volatile.Write(ref _open, open);
        }
        catch (StoreUnavailableException unavailable)
        {
            _health.Report(OpenCause, StoreStatus.Unhealthy, unavailable.Message);
            throw;
        }

        _health.Clear(OpenCause);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<SpanBatch> batches, Memory<WriteOutcome> outcomes, CancellationToken cancellationToken)
    {
        if (outcomes.Length != batches.Length)
        {
            throw new ArgumentException("There must be as many outcomes as batches.", nameof(outcomes));
        }

        // All "retry" until they are known.
        outcomes.Span.Clear();
        if (Volatile.Read(ref _open)?.Session is { } session)
        {
            try
            {
                await session.WriteAsync(batches, outcomes, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Given up before its turn: "retry", as it stands there already.
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask RetireAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            Volatile.Read(ref _open)?.Session.Retire();
            _health.Clear(RetentionCause);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _health.Report(
                RetentionCause, StoreStatus.Degraded,
                $"Old spans cannot be dropped in '{_files.Directory}': {failure.Message} It is tried again.");
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _open, null) is { } open)
        {
            _health.Report(OpenCause, StoreStatus.Unhealthy, "The store is closed.");
            await open.DisposeAsync().ConfigureAwait(false);
        }
    }
}
