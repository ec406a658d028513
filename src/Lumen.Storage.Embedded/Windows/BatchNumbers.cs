using Lumen.Storage.Embedded.Catalogs;

namespace Lumen.Storage.Embedded.Windows;

/// <summary>
/// Translates the numbers of a batch's own tables into those of a catalog, each when a span first uses it: a resource without spans is
/// not in the store.
/// </summary>
internal sealed class BatchNumbers
{
    private const int Unknown = -1;

    private Catalog _catalog = null!;
    private SpanBatch _batch = null!;
    private int[] _resources = [];
    private int[] _scopes = [];
    private int[] _names = [];
    private SpanHeader _latest;
    private int _latestOrigin;

    /// <summary>Turns to another batch.</summary>
    internal void Begin(Catalog catalog, SpanBatch batch)
    {
        _catalog = catalog;
        _batch = batch;
        Forget(ref _resources, batch.Resources.Length);
        Forget(ref _scopes, batch.Scopes.Length);
        Forget(ref _names, batch.Names.Length);
        _latestOrigin = Unknown;
    }

    /// <summary>The number in the catalog of what a span has in common with others.</summary>
    internal int OriginOf(in SpanHeader header)
    {
        // Spans of one operation often follow each other.
        if (_latestOrigin != Unknown && header.Name == _latest.Name && header.Kind == _latest.Kind
            && header.Resource == _latest.Resource && header.Scope == _latest.Scope)
        {
            return _latestOrigin;
        }

        _latest = header;
        _latestOrigin = _catalog.AddOrigin(ResourceOf(header), ScopeOf(header), NameOf(header), header.Kind);
        return _latestOrigin;
    }

    private static void Forget(ref int[] numbers, int count)
    {
        if (numbers.Length < count)
        {
            numbers = new int[Math.Max(count, numbers.Length * 2)];
        }

        numbers.AsSpan(0, count).Fill(Unknown);
    }

    private int ResourceOf(in SpanHeader header)
    {
        ref var number = ref _resources[header.Resource];
        if (number == Unknown)
        {
            ref readonly var resource = ref _batch.Resources[header.Resource];
            var payload = _batch.Payload.Span;
            number = _catalog.AddResource(resource.Message.Of(payload), resource.SchemaUrl.Of(payload));
        }

        return number;
    }

    private int ScopeOf(in SpanHeader header)
    {
        ref var number = ref _scopes[header.Scope];
        if (number == Unknown)
        {
            ref readonly var scope = ref _batch.Scopes[header.Scope];
            var payload = _batch.Payload.Span;
            number = _catalog.AddScope(scope.Message.Of(payload), scope.SchemaUrl.Of(payload));
        }

        return number;
    }

    private int NameOf(in SpanHeader header)
    {
        ref var number = ref _names[header.Name];
        if (number == Unknown)
        {
            number = _catalog.AddName(_batch.NameBytes(header));
        }

        return number;
    }
}
