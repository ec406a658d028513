using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Catalogs;

namespace Lumen.Storage.Embedded.Names;

/// <summary>The first services of those that were met.</summary>
internal sealed class ListedServices(NameQuery query) : ListedNames<string>(query, StringComparer.Ordinal)
{
    internal override int CountOf(in CatalogCounts counts) => counts.Services;

    internal override int NumberOf(Catalog catalog, int origin) => catalog.Operation(catalog.Origin(origin).Operation).Service;

    internal override bool MayBeIn(BucketNames names) => true;

    internal override IReadOnlyList<string>? KnownOf(BucketNames names) =>
        names.Services is { } services ? [.. services.Where(IsAsked)] : null;

    protected override bool TryRead(Catalog catalog, int number, out string name) => IsAsked(name = catalog.Service(number));

    private bool IsAsked(string service) => service.StartsWith(Prefix, StringComparison.Ordinal);
}
