using Lumen.Storage.Embedded.Columns;
using Lumen.Storage.Embedded.Columns.Shapes;
using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Catalogs;

/// <summary>
/// A catalog on disk: what was added to it between two moments, by number. Services and operations are not written, they follow from
/// resources, names and origins.
/// </summary>
internal static class CatalogTables
{
    /// <summary>Adds what a catalog has beyond some counts.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="from">What was written before; <c>default</c> for all of it.</param>
    /// <param name="bytes">Where to add it.</param>
    internal static void Write(Catalog catalog, in CatalogCounts from, ByteBuilder bytes)
    {
        var to = catalog.Counts;
        WriteRange(bytes, from.Names, to.Names, number => bytes.AddCounted(catalog.Name(number)));
        WriteRange(bytes, from.Resources, to.Resources, number => bytes.AddCounted(catalog.ResourceKey(number)));
        WriteRange(bytes, from.Scopes, to.Scopes, number => bytes.AddCounted(catalog.ScopeKey(number)));
        WriteRange(bytes, from.Origins, to.Origins, number =>
        {
            var origin = catalog.Origin(number);
            var operation = catalog.Operation(origin.Operation);
            bytes.AddVarint(origin.Resource);
            bytes.AddVarint(origin.Scope);
            bytes.AddVarint(operation.Name);
            bytes.AddVarint((uint)operation.Kind);
        });
        WriteRange(bytes, from.Columns, to.Columns, number =>
        {
            var column = catalog.Columns[ColumnTable.First + number];
            bytes.AddByte(column.Place);
            bytes.AddCounted(column.Key);
        });
        WriteRange(bytes, from.Shapes, to.Shapes, number =>
        {
            var operations = catalog.Shapes[number].Operations;
            bytes.AddVarint(operations.Length);
            foreach (var operation in operations)
            {
                bytes.AddVarint(operation.Bits);
            }
        });
    }

    /// <summary>Adds to a catalog what was written.</summary>
    /// <exception cref="InvalidDataException">The additions are not those that come next, because others before them are lost.</exception>
    internal static void Read(ReadOnlySpan<byte> bytes, Catalog catalog)
    {
        var parser = new ByteParser(bytes);
        for (var left = BeginRange(ref parser, catalog.Counts.Names); left > 0; left--)
        {
            catalog.AddName(parser.TakeCounted());
        }

        for (var left = BeginRange(ref parser, catalog.Counts.Resources); left > 0; left--)
        {
            catalog.AddResource(parser.TakeCounted());
        }

        for (var left = BeginRange(ref parser, catalog.Counts.Scopes); left > 0; left--)
        {
            catalog.AddScope(parser.TakeCounted());
        }

        for (var left = BeginRange(ref parser, catalog.Counts.Origins); left > 0; left--)
        {
            ReadOrigin(ref parser, catalog);
        }

        for (var left = BeginRange(ref parser, catalog.Counts.Columns); left > 0; left--)
        {
            var (level, isAttribute) = Column.FromPlace(parser.TakeByte());
            var known = catalog.Columns.Count;
            catalog.Columns.NumberOf(level, isAttribute, parser.TakeCounted());
            CheckNext(catalog.Columns.Count == known + 1);
        }

        for (var left = BeginRange(ref parser, catalog.Counts.Shapes); left > 0; left--)
        {
            ReadShape(ref parser, catalog);
        }
    }

    private static void WriteRange(ByteBuilder bytes, int from, int to, Action<int> write)
    {
        bytes.AddVarint(from);
        bytes.AddVarint(to - from);
        for (var number = from; number < to; number++)
        {
            write(number);
        }
    }

    private static int BeginRange(ref ByteParser parser, int known)
    {
        var from = parser.TakeInt();
        return from == known ? parser.TakeCount() : throw new InvalidDataException("Entries of the tables before these are lost.");
    }

    private static void ReadOrigin(ref ByteParser parser, Catalog catalog)
    {
        var (resource, scope, name) = (parser.TakeInt(), parser.TakeInt(), parser.TakeInt());
        var kind = (SpanKind)(int)(uint)parser.TakeVarint();
        var counts = catalog.Counts;
        if (resource >= counts.Resources || scope >= counts.Scopes || name >= counts.Names)
        {
            throw new InvalidDataException("An origin names entries of the tables that are lost.");
        }

        catalog.AddOrigin(resource, scope, name, kind);
    }

    private static void ReadShape(ref ByteParser parser, Catalog catalog)
    {
        var operations = new FieldOperation[parser.TakeCount()];
        foreach (ref var operation in operations.AsSpan())
        {
            operation = new FieldOperation((uint)parser.TakeVarint());
        }

        OperationCheck.Check(operations, catalog.Columns);
        CheckNext(catalog.Shapes.Find(operations) == ShapeTable.None && catalog.Shapes.TryAdd(operations) != ShapeTable.None);
    }

    /// <summary>
    /// Entries have the numbers of their places: one that is there already, or for which there is no room, would shift them.
    /// </summary>
    private static void CheckNext(bool isNext)
    {
        if (!isNext)
        {
            throw new InvalidDataException("The tables have an entry twice, or more than there may be.");
        }
    }
}
