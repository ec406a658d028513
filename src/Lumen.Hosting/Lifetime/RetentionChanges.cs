using Lumen.Storage;
using Lumen.Storage.Embedded;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Lumen.Hosting;

/// <summary>
/// Tells the embedded store when the configuration says another retention while the host runs. What cannot be used is logged, and what was
/// before stays.
/// </summary>
internal sealed class RetentionChanges : IDisposable
{
    private readonly EmbeddedTraceStore _store;
    private readonly IOptionsFactory<LumenOptions> _factory;
    private readonly ILogger _logger;
    private readonly IDisposable _registration;
    private (TimeSpan Age, long? Bytes) _current;

    private RetentionChanges(EmbeddedTraceStore store, IServiceProvider services, IConfiguration configuration)
    {
        _store = store;
        _factory = services.GetRequiredService<IOptionsFactory<LumenOptions>>();
        _logger = new QuietLogger(services.GetRequiredService<ILogger<LumenRuntime>>());
        var options = services.GetRequiredService<IOptions<LumenOptions>>().Value;
        _current = (options.RetentionAge, options.RetentionBytes);
        _registration = ChangeToken.OnChange(configuration.GetReloadToken, Begin);
    }

    /// <summary>Watches, where there is something to watch and a store that can change.</summary>
    internal static RetentionChanges? Watch(ITraceStore store, IServiceProvider services) =>
        store is EmbeddedTraceStore embedded && services.GetService<IConfiguration>() is { } configuration
            ? new RetentionChanges(embedded, services, configuration)
            : null;

    /// <inheritdoc/>
    public void Dispose() => _registration.Dispose();

    /// <summary>Whoever reloads the configuration does not wait for the disk.</summary>
    private void Begin() => _ = Task.Run(ApplyAsync);

    private async Task ApplyAsync()
    {
        try
        {
            var options = _factory.Create(Options.DefaultName);
            var changed = (options.RetentionAge, options.RetentionBytes);
            if (changed != _current)
            {
                _current = changed;
                await _store.ChangeRetentionAsync(options.RetentionAge, options.RetentionBytes, CancellationToken.None);
                _logger.RetentionChanged(options.RetentionAge, options.RetentionBytes);
            }
        }
        catch (Exception exception)
        {
            _logger.RetentionNotChanged(exception.Message, exception);
        }
    }
}
