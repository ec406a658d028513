namespace Lumen.Storage;

/// <summary>
/// How a store offers itself to a host: each store's package registers one in dependency injection. The registered one that is not the
/// default wins; the default is then never constructed; two that are not the default fail the start.
/// </summary>
/// <param name="Name">The store's name, as in <see cref="StoreCapabilities.Name"/>.</param>
/// <param name="IsDefault">Whether it gives way to another.</param>
/// <param name="Create">Constructs the store without touching anything; the host opens and disposes it.</param>
public sealed record TraceStoreRegistration(string Name, bool IsDefault, Func<IServiceProvider, ITraceStore> Create);
