using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Reading;
using Lumen.Storage.Embedded.Recovery;
using Lumen.Storage.Embedded.Rewriting;
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
public sealed class EmbeddedTraceStore : ITraceStore, ITraceAdministration
{
    private const string OpenCause = "open";
    private const string RetentionCause = "retention";

    private readonly EmbeddedStoreOptions _options;
    private readonly StoreFiles _files;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly StoreLife _life;
    private readonly EmbeddedAdministration _administration;
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
        _life = StoreLife.Begin(options);
        _life.Health.Report(OpenCause, StoreStatus.Unhealthy, "The store is not open yet.");
        Reader = new EmbeddedTraceReader(() => Volatile.Read(ref _open)?.Session);
        _administration = new EmbeddedAdministration(() => Volatile.Read(ref _open)?.Session, Reader);
    }

    /// <inheritdoc/>
    public StoreCapabilities Capabilities { get; } = new() { Name = "embedded", MaxConcurrentWrites = 1, IsDurable = true };

    /// <inheritdoc/>
    public StoreHealth Health => _life.Health.Health;

    /// <inheritdoc/>
    public long RecognisedCopies => _life.Counters.Copies;

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
            var opener = new StoreOpener(_options, _files, _time, _life, _log);
            var open = new StoreRevival(opener.Open([]), opener, _life.Health, _time, _log);
            open.Start();
            Volatile.Write(ref _open, open);
        }
        catch (StoreUnavailableException unavailable)
        {
            _life.Health.Report(OpenCause, StoreStatus.Unhealthy, unavailable.Message);
            throw;
        }

        _life.Health.Clear(OpenCause);
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
        return RetireAsync(evenAtOnce: false);
    }

    /// <summary>
    /// Changes how long and how much is kept, and drops at once what no longer is: the disk comes back when the call returns, or with the
    /// last answer that reads what was dropped. May be called at any time, before opening too; thread-safe.
    /// </summary>
    /// <param name="age">How long spans are kept after they arrived; whole buckets are dropped.</param>
    /// <param name="bytes">
    /// How many bytes the directory may take, at least <see cref="EmbeddedStoreOptions.LeastRetentionBytes"/>; null for what was chosen
    /// when it was created. The size of the log files follows at the next opening.
    /// </param>
    /// <param name="cancellationToken">Gives up before anything has changed.</param>
    /// <exception cref="ArgumentException">A value is out of its range; the message says what to write instead.</exception>
    public ValueTask ChangeRetentionAsync(TimeSpan age, long? bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        (_options with { RetentionAge = age, RetentionBytes = bytes }).Validate();
        _life.Retention.Change(age, bytes);
        return RetireAsync(evenAtOnce: true);
    }

    /// <summary>
    /// Copies the directory, while it is written and read, to one that opens as a store of its own: everything that was acknowledged before
    /// the call is in it, pins too. Ends the bucket that is being written. Costs a copy of every bucket.
    /// </summary>
    /// <param name="directory">Where to; must not be there yet. It has this name only when it is complete and durable.</param>
    /// <param name="cancellationToken">Gives up, and takes away what was copied.</param>
    /// <returns>How many bytes the buckets have.</returns>
    /// <exception cref="StoreUnavailableException">
    /// The store is not open, or something cannot be read or written; nothing is left behind.
    /// </exception>
    public ValueTask<long> BackUpAsync(string directory, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        return _administration.BackUpAsync(directory, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteTraceAsync(TraceId id, CancellationToken cancellationToken) =>
        _administration.DeleteTraceAsync(id, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> PinTraceAsync(TraceId id, CancellationToken cancellationToken) =>
        _administration.PinTraceAsync(id, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> UnpinTraceAsync(TraceId id, CancellationToken cancellationToken) =>
        _administration.UnpinTraceAsync(id, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<PinnedTrace>> ListPinnedTracesAsync(CancellationToken cancellationToken) =>
        _administration.ListPinnedTracesAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _open, null) is { } open)
        {
            _life.Health.Report(OpenCause, StoreStatus.Unhealthy, "The store is closed.");
            await open.DisposeAsync().ConfigureAwait(false);
        }
    }

    private ValueTask RetireAsync(bool evenAtOnce)
    {
        try
        {
            Volatile.Read(ref _open)?.Session.Retire(evenAtOnce);
            _life.Health.Clear(RetentionCause);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _life.Health.Report(
                RetentionCause, StoreStatus.Degraded,
                $"Old spans cannot be dropped in '{_files.Directory}': {failure.Message} It is tried again.");
        }

        return ValueTask.CompletedTask;
    }
}
