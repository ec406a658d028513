using Lumen.Storage.Embedded.Columns;
using Lumen.Storage.Embedded.Columns.Shapes;
using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Catalogs;

/// <summary>
/// What the spans of a window or a bucket have in common, each thing once and by number: names, resources, scopes, services, operations,
/// and origins, which are the combinations of them that spans have. One thread adds; others may read what was added before its
/// <see cref="Counts"/> were published to them.
/// </summary>
internal sealed class Catalog(long seed, int maxColumns = ColumnTable.Limit, int maxShapes = ShapeTable.Limit)
{
    // What an entry takes beside its bytes, with its share of the tables that find it: measured at a million of each.
    private const long BytesOfName = 60;
    private const long BytesOfResource = 150;
    private const long BytesOfScope = 300;
    private const long BytesOfService = 150;
    private const long BytesOfOperation = 65;
    private const long BytesOfOrigin = 65;
    private const long BytesOfColumn = 100;

    private readonly ByteStringTable _names = new(seed);
    private readonly ByteStringTable _resourceKeys = new(seed);
    private readonly ByteStringTable _scopeKeys = new(seed);
    private readonly AppendOnlyList<CatalogResource> _resources = new();
    private readonly AppendOnlyList<Scope> _scopes = new();
    private readonly AppendOnlyList<string> _services = new();
    private readonly AppendOnlyList<CatalogOperation> _operations = new();
    private readonly AppendOnlyList<CatalogOrigin> _origins = new();
    private readonly Dictionary<string, int> _serviceNumbers = new(StringComparer.Ordinal);
    private readonly Dictionary<CatalogOperation, int> _operationNumbers = [];
    private readonly Dictionary<OriginKey, int> _originNumbers = [];
    private readonly ByteBuilder _key = new(1024);

    /// <summary>How many of each there are.</summary>
    internal CatalogCounts Counts => new(
        _names.Count, _resources.Count, _scopes.Count, _services.Count, _operations.Count, _origins.Count, Columns.Count, Shapes.Count);

    /// <summary>The columns of attributes and fields; of a bucket only.</summary>
    internal ColumnTable Columns { get; } = new(seed, maxColumns);

    /// <summary>The shapes of spans; of a bucket only.</summary>
    internal ShapeTable Shapes { get; } = new(seed, maxShapes);

    /// <summary>Roughly how much memory it takes.</summary>
    internal long Bytes =>
        _names.Bytes + _resourceKeys.Bytes + _scopeKeys.Bytes + Columns.Bytes + Shapes.Bytes
            + (BytesOfName * _names.Count) + (BytesOfResource * _resources.Count) + (BytesOfScope * _scopes.Count)
            + (BytesOfService * _services.Count) + (BytesOfOperation * _operations.Count) + (BytesOfOrigin * _origins.Count)
            + (BytesOfColumn * Columns.Count);

    internal ReadOnlySpan<byte> Name(int number) => _names[number];

    internal CatalogResource Resource(int number) => _resources[number];

    internal Scope Scope(int number) => _scopes[number];

    internal string Service(int number) => _services[number];

    internal CatalogOperation Operation(int number) => _operations[number];

    internal CatalogOrigin Origin(int number) => _origins[number];

    /// <summary>An origin by a number that was read from a file.</summary>
    /// <exception cref="InvalidDataException">There is none with this number.</exception>
    internal CatalogOrigin CheckedOrigin(int number) =>
        (uint)number < (uint)_origins.Count
            ? _origins[number]
            : throw new InvalidDataException("A block names entries of the tables that are lost.");

    internal ReadOnlySpan<byte> ResourceKey(int number) => _resourceKeys[number];

    internal ReadOnlySpan<byte> ScopeKey(int number) => _scopeKeys[number];

    internal int AddName(ReadOnlySpan<byte> name) => _names.NumberOf(name);

    /// <summary>Numbers a resource of a request.</summary>
    internal int AddResource(ReadOnlySpan<byte> message, ReadOnlySpan<byte> schemaUrl) => AddResource(KeyOf(message, schemaUrl));

    /// <summary>Numbers a resource by its key of another catalog.</summary>
    internal int AddResource(ReadOnlySpan<byte> key)
    {
        var number = _resourceKeys.NumberOf(key);
        if (number == _resources.Count)
        {
            var resource = _resourceKeys[number];
            _resources.Add(new CatalogResource(resource, AddService(Lumen.Resource.ReadServiceName(CatalogKey.MessageOf(resource).Span))));
        }

        return number;
    }

    /// <summary>Numbers a scope of a request.</summary>
    internal int AddScope(ReadOnlySpan<byte> message, ReadOnlySpan<byte> schemaUrl) => AddScope(KeyOf(message, schemaUrl));

    /// <summary>Numbers a scope by its key of another catalog.</summary>
    internal int AddScope(ReadOnlySpan<byte> key)
    {
        var number = _scopeKeys.NumberOf(key);
        if (number == _scopes.Count)
        {
            var scope = _scopeKeys[number];
            _scopes.Add(new Scope(CatalogKey.MessageOf(scope), CatalogKey.SchemaUrlOf(scope)));
        }

        return number;
    }

    /// <summary>Numbers what a span has of the catalog, by the numbers of its parts.</summary>
    internal int AddOrigin(int resource, int scope, int name, SpanKind kind)
    {
        var key = new OriginKey(resource, scope, name, kind);
        if (!_originNumbers.TryGetValue(key, out var number))
        {
            number = _origins.Count;
            _origins.Add(new CatalogOrigin(resource, scope, AddOperation(_resources[resource].Service, name, kind)));
            _originNumbers.Add(key, number);
        }

        return number;
    }

    /// <summary>Numbers an origin of another catalog here.</summary>
    internal int Adopt(Catalog other, int origin)
    {
        var (resource, scope, operationNumber) = other.Origin(origin);
        var operation = other.Operation(operationNumber);
        return AddOrigin(
            AddResource(other.ResourceKey(resource)), AddScope(other.ScopeKey(scope)), AddName(other.Name(operation.Name)), operation.Kind);
    }

    private int AddService(string service)
    {
        if (!_serviceNumbers.TryGetValue(service, out var number))
        {
            number = _services.Count;
            _services.Add(service);
            _serviceNumbers.Add(service, number);
        }

        return number;
    }

    private int AddOperation(int service, int name, SpanKind kind)
    {
        var operation = new CatalogOperation(service, name, kind);
        if (!_operationNumbers.TryGetValue(operation, out var number))
        {
            number = _operations.Count;
            _operations.Add(operation);
            _operationNumbers.Add(operation, number);
        }

        return number;
    }

    private ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> message, ReadOnlySpan<byte> schemaUrl)
    {
        _key.Clear();
        CatalogKey.Write(_key, message, schemaUrl);
        return _key.Written;
    }

    private readonly record struct OriginKey(int Resource, int Scope, int Name, SpanKind Kind);
}

/// <summary>A service, a name and a kind, by number.</summary>
internal readonly record struct CatalogOperation(int Service, int Name, SpanKind Kind);

/// <summary>What many spans have in common, by number.</summary>
internal readonly record struct CatalogOrigin(int Resource, int Scope, int Operation);

/// <summary>How many of each thing a catalog has: what was there at one moment is what has lower numbers.</summary>
internal readonly record struct CatalogCounts(
    int Names, int Resources, int Scopes, int Services, int Operations, int Origins, int Columns, int Shapes);
