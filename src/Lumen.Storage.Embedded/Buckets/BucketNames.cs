using System.IO.Hashing;
using System.Runtime.InteropServices;
using Lumen.Storage.Embedded.Catalogs;

namespace Lumen.Storage.Embedded.Buckets;

/// <summary>
/// Which services and span names a bucket has, in a few bytes each, so that those who ask for one need not read the tables of buckets that
/// do not have it. Immutable.
/// </summary>
internal sealed class BucketNames
{
    /// <summary>So many services are kept by name as well.</summary>
    private const int MostServicesByName = 1_024;
    private const int BytesOfName = 100;

    private readonly long _seed;
    private readonly uint[] _services;
    private readonly uint[] _names;

    private BucketNames(long seed, uint[] services, uint[] names, string[]? byName) =>
        (_seed, _services, _names, Services) = (seed, services, names, byName);

    /// <summary>The services; null where there are too many to keep them.</summary>
    internal IReadOnlyList<string>? Services { get; }

    /// <summary>Roughly how much memory it takes.</summary>
    internal long Bytes => BytesOfName + ((long)sizeof(uint) * (_services.Length + _names.Length)) + (BytesOfName * (Services?.Count ?? 0));

    /// <summary>What a catalog has.</summary>
    /// <param name="catalog">The whole catalog of a bucket.</param>
    /// <param name="seed">Seeds the hashes.</param>
    internal static BucketNames Of(Catalog catalog, long seed)
    {
        var counts = catalog.Counts;
        var (services, names) = (new uint[counts.Services], new uint[counts.Names]);
        for (var service = 0; service < services.Length; service++)
        {
            services[service] = Hash(catalog.Service(service), seed);
        }

        for (var name = 0; name < names.Length; name++)
        {
            names[name] = Hash(catalog.Name(name), seed);
        }

        Array.Sort(services);
        Array.Sort(names);
        var byName = counts.Services > MostServicesByName ? null : Enumerable.Range(0, counts.Services).Select(catalog.Service).ToArray();
        return new BucketNames(seed, services, names, byName);
    }

    /// <summary>Whether the bucket may have a service; it has if it may, but for one in millions.</summary>
    internal bool MayHaveService(string service) => Array.BinarySearch(_services, Hash(service, _seed)) >= 0;

    /// <summary>Whether the bucket may have spans of a name, likewise.</summary>
    internal bool MayHaveName(ReadOnlySpan<byte> name) => Array.BinarySearch(_names, Hash(name, _seed)) >= 0;

    private static uint Hash(string text, long seed) => Hash(MemoryMarshal.AsBytes(text.AsSpan()), seed);

    private static uint Hash(ReadOnlySpan<byte> bytes, long seed) => (uint)XxHash3.HashToUInt64(bytes, seed);
}
