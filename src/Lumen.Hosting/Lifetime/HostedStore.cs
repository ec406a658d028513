using Lumen.Storage;

namespace Lumen.Hosting;

/// <summary>The chosen store. It is disposed once: by the hosted service or, where that never ran, with the container.</summary>
internal sealed class HostedStore : IAsyncDisposable, IDisposable
{
    private readonly RetentionChanges? _retention;
    private int _disposed;

    public HostedStore(IServiceProvider services, IEnumerable<TraceStoreRegistration> registrations)
    {
        var chosen = StoreSelection.Choose(registrations);
        IsDefault = chosen.IsDefault;
        Store = chosen.Create(services);
        _retention = RetentionChanges.Watch(Store, services);
    }

    /// <summary>Whether it is the embedded store, as nobody asked for another.</summary>
    internal bool IsDefault { get; }

    internal ITraceStore Store { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _retention?.Dispose();
            await Store.DisposeAsync();
        }
    }

    /// <summary>Begins to dispose the store. A container that is not disposed asynchronously does not wait for it.</summary>
    public void Dispose() => _ = DisposeAsync().AsTask();
}
