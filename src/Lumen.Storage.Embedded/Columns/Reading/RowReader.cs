using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Columns.Shapes;
using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Columns.Reading;

/// <summary>
/// Goes over the spans of a block and says of each its operations and values. Used again for every block. Not thread-safe.
/// </summary>
internal sealed class RowReader(ValueReader values)
{
    private static readonly FieldOperation[] NoOperations = [];

    private readonly ValueContexts _contexts = new();
    private ColumnReader[]?[] _columnsOfShapes = [];
    private readonly List<FieldOperation> _inline = [];
    private int[] _places = new int[64];
    private Catalog _catalog = null!;
    private int _position;

    /// <summary>Whether the span is kept as it is, the only value.</summary>
    internal bool IsWhole { get; private set; }

    /// <summary>The operations of the span.</summary>
    internal FieldOperation[] Operations { get; private set; } = NoOperations;

    /// <summary>For each value of the span its column.</summary>
    internal ColumnReader[] Columns { get; private set; } = [];

    /// <summary>For each value its place in the dictionary.</summary>
    internal ReadOnlySpan<int> Places => _places.AsSpan(0, Columns.Length);

    /// <summary>What the span takes of the details.</summary>
    internal DetailCounts Details { get; private set; }

    /// <summary>Begins before the first span of a block that <see cref="ValueReader"/> has opened.</summary>
    internal void Begin(Catalog catalog)
    {
        _catalog = catalog;
        _position = 0;
        _contexts.Clear();
        if (_columnsOfShapes.Length < catalog.Shapes.Count)
        {
            _columnsOfShapes = new ColumnReader[]?[catalog.Shapes.Count];
        }

        Array.Clear(_columnsOfShapes);
        values.Rewind();
    }

    /// <summary>Goes to the next span.</summary>
    /// <param name="payload">The block.</param>
    /// <param name="shapeCodes">The codes of the shapes of its spans.</param>
    /// <param name="origin">The origin of the span.</param>
    /// <exception cref="InvalidDataException">The block's parts do not fit together.</exception>
    internal void Next(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> shapeCodes, int origin)
    {
        var code = ShapeCode.Take(shapeCodes, ref _position);
        IsWhole = code == ShapeCode.Whole;
        if (IsWhole)
        {
            (Operations, Columns, Details) = (NoOperations, [values.Required(ColumnTable.Whole)], default);
            TakeLoose();
        }
        else if (code == ShapeCode.Inline)
        {
            ReadInline(payload);
        }
        else
        {
            ReadShaped(code, _catalog.CheckedOrigin(origin).Operation);
        }
    }

    private void ReadShaped(int code, int operation)
    {
        var context = EnterContext(_contexts, _catalog, code, operation, column: null);
        var shape = _catalog.Shapes[context.Shape];
        // The table of a growing bucket may have got longer since.
        var columns = context.Shape < _columnsOfShapes.Length
            ? _columnsOfShapes[context.Shape] ??= Array.ConvertAll(shape.Columns, values.Required)
            : Array.ConvertAll(shape.Columns, values.Required);
        (Operations, Columns, Details) = (shape.Operations, columns, shape.Details);
        MakeRoom(columns.Length);
        var codes = values.Codes;
        var latest = _contexts.ValuesOf(context);
        var places = _places.AsSpan(0, columns.Length);
        for (var index = 0; index < columns.Length; index++)
        {
            places[index] = columns[index].Take(codes, ref latest[index]);
        }
    }

    /// <summary>The context of a span that has a shape.</summary>
    /// <param name="contexts">The contexts so far.</param>
    /// <param name="catalog">The bucket's catalog.</param>
    /// <param name="code">The code of the span's shape.</param>
    /// <param name="operation">The operation of the span.</param>
    /// <param name="column">The only column whose values the contexts keep; null if they keep all.</param>
    /// <exception cref="InvalidDataException">There is no such shape.</exception>
    internal static ValueContext EnterContext(ValueContexts contexts, Catalog catalog, int code, int operation, int? column)
    {
        if (code == ShapeCode.Repeated)
        {
            return contexts.TryGetLatest(operation, out var latest)
                ? latest
                : throw new InvalidDataException("A block repeats a shape that it has not had.");
        }

        var shape = code - ShapeCode.FirstShape;
        if (shape >= catalog.Shapes.Count)
        {
            throw new InvalidDataException("A block names a shape that is lost.");
        }

        var columns = catalog.Shapes[shape].Columns;
        return contexts.Enter(shape, operation, column is { } only ? columns.AsSpan().Count(only) : columns.Length);
    }

    private void ReadInline(ReadOnlySpan<byte> payload)
    {
        var list = values.Required(ColumnTable.Operations);
        values.Load(payload, list);
        Columns = [list];
        TakeLoose();
        ReadOperations(values.Value(list, _places[0]), _catalog.Columns, _inline);
        Operations = [.. _inline];
        Columns = [.. _inline.Where(static operation => operation.HasValue).Select(operation => values.Required(operation.Column))];
        Details = DetailCounts.Of(Operations);
        TakeLoose();
    }

    /// <summary>Reads the operations of a span that has no shape.</summary>
    internal static void ReadOperations(ReadOnlySpan<byte> bytes, ColumnTable columns, List<FieldOperation> operations)
    {
        operations.Clear();
        var parser = new ByteParser(bytes);
        while (parser.Left > 0)
        {
            operations.Add(new FieldOperation((uint)parser.TakeVarint()));
        }

        OperationCheck.Check(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(operations), columns);
    }

    private void TakeLoose()
    {
        MakeRoom(Columns.Length);
        var codes = values.Codes;
        for (var index = 0; index < Columns.Length; index++)
        {
            _places[index] = Columns[index].Take(codes, ref Columns[index].Latest);
        }
    }

    private void MakeRoom(int count)
    {
        if (_places.Length < count)
        {
            _places = new int[Math.Max(count, _places.Length * 2)];
        }
    }
}
