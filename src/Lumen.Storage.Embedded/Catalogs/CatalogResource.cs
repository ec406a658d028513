namespace Lumen.Storage.Embedded.Catalogs;

/// <summary>
/// A resource, and the number of its service. Of a million resources that a search goes through few are answered with: only those become
/// objects. Thread-safe.
/// </summary>
/// <param name="key">Message and schema URL.</param>
/// <param name="service">The number of its service.</param>
internal sealed class CatalogResource(byte[] key, int service)
{
    private Resource? _resource;

    internal int Service => service;

    /// <summary>The bytes of the message.</summary>
    internal ReadOnlySpan<byte> Message => CatalogKey.MessageOf(key).Span;

    internal Resource Resource =>
        Volatile.Read(ref _resource) ?? Interlocked.CompareExchange(ref _resource, Make(), null) ?? Volatile.Read(ref _resource)!;

    private Resource Make() => new(CatalogKey.MessageOf(key), CatalogKey.SchemaUrlOf(key));
}
