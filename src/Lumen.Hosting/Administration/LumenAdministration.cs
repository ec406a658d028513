using System.Globalization;
using Lumen.Storage;
using Lumen.Storage.Embedded;
using Microsoft.Extensions.Options;

namespace Lumen.Hosting;

/// <summary>What can be done to what the host's store holds. Thread-safe.</summary>
public sealed class LumenAdministration
{
    private readonly HostedStore _store;
    private readonly IOptions<LumenOptions> _options;
    private readonly TimeProvider _time;

    internal LumenAdministration(HostedStore store, IOptions<LumenOptions> options, TimeProvider time)
    {
        _store = store;
        _options = options;
        _time = time;
    }

    /// <summary>What the store can do to single traces; null if it can do nothing of it.</summary>
    public ITraceAdministration? Traces => _store.Store as ITraceAdministration;

    /// <summary>
    /// Backs the embedded store up, while it runs, into a new directory below <see cref="LumenOptions.BackupDirectory"/>, which is named by
    /// the time.
    /// </summary>
    /// <param name="cancellationToken">Gives up, and leaves nothing behind.</param>
    /// <returns>The directory, which opens as a store.</returns>
    /// <exception cref="InvalidOperationException">No directory is set, or the store is another one; the message says so.</exception>
    /// <exception cref="StoreUnavailableException">The store is not open, or something cannot be read or written.</exception>
    public async ValueTask<string> BackUpAsync(CancellationToken cancellationToken)
    {
        if (_store.Store is not EmbeddedTraceStore embedded)
        {
            throw new InvalidOperationException(
                $"The {_store.Store.Capabilities.Name} store is not backed up from here: use the means of its own system.");
        }

        if (_options.Value.BackupDirectory is not { } folder)
        {
            throw new InvalidOperationException("There is no place for backups: set Lumen:BackupDirectory to a directory for them.");
        }

        var name = _time.GetUtcNow().ToString("'lumen-'yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        var directory = Path.Combine(folder, name);
        await embedded.BackUpAsync(directory, cancellationToken).ConfigureAwait(false);
        return directory;
    }
}
