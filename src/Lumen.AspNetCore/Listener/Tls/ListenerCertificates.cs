using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Lumen.AspNetCore.Listener;

/// <summary>
/// The listener's files for TLS, read again when one of them changes: connections that begin afterwards get what they say, those that live
/// keep what they have. Files that cannot be used change nothing but the log and the health. Thread-safe.
/// </summary>
internal sealed partial class ListenerCertificates(LumenOtlpListenerOptions options, ILogger logger) : IDisposable
{
    private readonly Lock _reading = new();
    private readonly List<PhysicalFileProvider> _folders = [];
    private IDisposable? _changes;
    private volatile ListenerTls? _current;
    private volatile string? _problem;

    /// <summary>What the last change broke and what is used instead; null where nothing is broken.</summary>
    internal string? Problem => _problem;

    /// <summary>What new connections get.</summary>
    /// <exception cref="InvalidOperationException">Nothing was opened yet.</exception>
    internal ListenerTls Current => _current ?? throw new InvalidOperationException("No certificate has been read.");

    /// <summary>Reads the files, and again from then on whenever they change. Called before each attempt to open a port.</summary>
    /// <returns>Whether there is TLS at all.</returns>
    /// <exception cref="IOException">A file cannot be used; the message says which option names it and what to do.</exception>
    internal bool Open()
    {
        lock (_reading)
        {
            if (_current is null && ListenerTls.Load(options) is not null)
            {
                // What counts is read once it is watched, so that no change falls between the two.
                Watch();
                _current = ListenerTls.Load(options);
            }

            return _current is not null;
        }
    }

    public void Dispose()
    {
        _changes?.Dispose();
        _folders.ForEach(folder => folder.Dispose());
    }

    /// <summary>
    /// Looks at the files every few seconds, instead of asking the system: where the file is a link, as Kubernetes mounts secrets, or comes
    /// from another machine, the system does not tell.
    /// </summary>
    private void Watch()
    {
        if (_changes is not null)
        {
            return;
        }

        string?[] named = [options.CertificatePath, options.CertificateKeyPath, options.ClientAuthorityPath];
        var watches = named.Where(path => !string.IsNullOrEmpty(path)).Select(path => Path.GetFullPath(path!)).Distinct().Select(file =>
        {
            var folder = new PhysicalFileProvider(Path.GetDirectoryName(file)!, ExclusionFilters.None)
            {
                UsePollingFileWatcher = true,
                UseActivePolling = true,
            };
            _folders.Add(folder);
            return (Func<IChangeToken>)(() => folder.Watch(Path.GetFileName(file)));
        }).ToList();
        _changes = ChangeToken.OnChange(() => new CompositeChangeToken([.. watches.Select(watch => watch())]), ReadAgain);
    }

    private void ReadAgain()
    {
        lock (_reading)
        {
            try
            {
                (_current, _problem) = (ListenerTls.Load(options) ?? _current, null);
                LogTaken(Current.Certificate.Subject, Current.Certificate.NotAfter.ToUniversalTime());
            }
            catch (IOException unusable)
            {
                _problem = $"TLS goes on with the certificate from before, which is good until "
                    + $"{Current.Certificate.NotAfter.ToUniversalTime():u}: {unusable.Message}";
                LogKept(_problem);
            }
        }
    }

    [LoggerMessage(1202, LogLevel.Information, "TLS has a new certificate for {Subject}, which is good until {NotAfter:u}")]
    private partial void LogTaken(string subject, DateTime notAfter);

    [LoggerMessage(1203, LogLevel.Warning, "{Problem}")]
    private partial void LogKept(string problem);
}
