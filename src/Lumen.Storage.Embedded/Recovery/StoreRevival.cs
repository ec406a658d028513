using Microsoft.Extensions.Logging;

namespace Lumen.Storage.Embedded.Recovery;

/// <summary>
/// Gets a store back on its feet whose directory was deleted or taken over (rule 7): opens the directory anew, carries the windows in
/// memory over, and spans are acknowledged again when those are in buckets. Until then the old session answers reads and writes are
/// refused.
/// </summary>
internal sealed class StoreRevival : IAsyncDisposable
{
    private const string Cause = "directory";

    private readonly StoreOpener _opener;
    private readonly HealthBoard _health;
    private readonly ILogger _log;
    private readonly BackgroundLoop _loop;
    private StoreSession _session;
    private volatile bool _isLost;

    internal StoreRevival(StoreSession session, StoreOpener opener, HealthBoard health, TimeProvider time, ILogger log)
    {
        _opener = opener;
        _health = health;
        _log = log;
        _session = session;
        _loop = new BackgroundLoop("opening the trace directory again", ReviveAsync, health, time, log);
    }

    /// <summary>The session that answers now.</summary>
    internal StoreSession Session => Volatile.Read(ref _session);

    /// <summary>Begins to watch.</summary>
    internal void Start()
    {
        Watch(_session);
        _loop.Start();
    }

    /// <summary>Stops watching and closes the session.</summary>
    public async ValueTask DisposeAsync()
    {
        await _loop.DisposeAsync().ConfigureAwait(false);
        await _session.DisposeAsync().ConfigureAwait(false);
    }

    private void Watch(StoreSession session)
    {
        session.DirectoryLost += OnLost;
        session.Start();
    }

    private void OnLost()
    {
        _health.Report(
            Cause, StoreStatus.Unhealthy,
            "The trace directory was deleted or replaced while it was open; spans are refused until it is opened again.");
        _isLost = true;
        _loop.Signal();
    }

    private async ValueTask ReviveAsync(CancellationToken cancellationToken)
    {
        if (!_isLost)
        {
            return;
        }

        var lost = _session;
        await lost.StopAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (lost.Hold() is not { } snapshot)
        {
            return;
        }

        try
        {
            var revived = _opener.Open([.. snapshot.Windows.Select(view => view.Window)]);
            _isLost = false;
            _health.Clear(Cause);
            Volatile.Write(ref _session, revived);
            Watch(revived);
        }
        finally
        {
            snapshot.Release();
        }

        _log.Revived();
        await lost.DisposeAsync().ConfigureAwait(false);
    }
}
