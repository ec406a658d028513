using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Catalogs;

namespace Lumen.Storage.Embedded.Names;

/// <summary>
/// The first names, in their order, of those that were met: as many as are asked for and one more, however many are met. For one answer;
/// not thread-safe.
/// </summary>
/// <typeparam name="T">What a name is.</typeparam>
/// <param name="query">Which names.</param>
/// <param name="order">Their order.</param>
internal abstract class ListedNames<T>(NameQuery query, IComparer<T> order)
{
    private readonly SortedSet<T> _names = new(order);

    /// <summary>What the names begin with.</summary>
    protected string Prefix => query.Prefix;

    /// <summary>How many names of the kind a catalog has.</summary>
    internal abstract int CountOf(in CatalogCounts counts);

    /// <summary>The number of the name that an origin of a catalog has.</summary>
    internal abstract int NumberOf(Catalog catalog, int origin);

    /// <summary>Whether a bucket may have names that are asked for.</summary>
    internal abstract bool MayBeIn(BucketNames names);

    /// <summary>All names of a bucket, whenever its spans start; null if they are not known without its catalog.</summary>
    internal abstract IReadOnlyList<T>? KnownOf(BucketNames names);

    /// <summary>Whether a name of a catalog is asked for and not listed yet.</summary>
    internal bool Wants(Catalog catalog, int number) => TryRead(catalog, number, out var name) && IsNew(name);

    /// <summary>Lists a name of a catalog if it is asked for.</summary>
    internal void Add(Catalog catalog, int number)
    {
        if (TryRead(catalog, number, out var name))
        {
            Add(name);
        }
    }

    /// <summary>Lists a name that is asked for.</summary>
    internal void Add(T name)
    {
        if (IsNew(name))
        {
            _names.Add(name);
            if (_names.Count > query.Limit + 1)
            {
                _names.Remove(_names.Max!);
            }
        }
    }

    /// <summary>The list.</summary>
    /// <param name="incompleteReason">Why it is incomplete beside the limit; null if it is not.</param>
    internal NameList<T> ToList(string? incompleteReason) => new(
        [.. _names.Take(query.Limit)],
        incompleteReason ?? (_names.Count > query.Limit ? NameQuery.DescribeCut(query.Limit) : null));

    /// <summary>Reads a name of a catalog.</summary>
    /// <returns>Whether it is asked for.</returns>
    protected abstract bool TryRead(Catalog catalog, int number, out T name);

    private bool IsNew(T name) =>
        !_names.Contains(name) && (_names.Count <= query.Limit || order.Compare(name, _names.Max!) < 0);
}
