using System.Text;
using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Catalogs;

namespace Lumen.Storage.Embedded.Names;

/// <summary>The first operations of a service of those that were met.</summary>
internal sealed class ListedOperations(string service, NameQuery query) : ListedNames<Operation>(query, Order)
{
    private static readonly Comparer<Operation> Order = Comparer<Operation>.Create(static (left, right) =>
        string.CompareOrdinal(left.Name, right.Name) is not 0 and var order ? order : left.Kind.CompareTo(right.Kind));

    internal override int CountOf(in CatalogCounts counts) => counts.Operations;

    internal override int NumberOf(Catalog catalog, int origin) => catalog.Origin(origin).Operation;

    internal override bool MayBeIn(BucketNames names) => names.MayHaveService(service);

    internal override IReadOnlyList<Operation>? KnownOf(BucketNames names) => null;

    protected override bool TryRead(Catalog catalog, int number, out Operation name)
    {
        var operation = catalog.Operation(number);
        if (catalog.Service(operation.Service) != service)
        {
            name = default;
            return false;
        }

        name = new Operation(Encoding.UTF8.GetString(catalog.Name(operation.Name)), operation.Kind);
        return name.Name.StartsWith(Prefix, StringComparison.Ordinal);
    }
}
