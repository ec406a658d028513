using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Columns.Shapes;
using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Columns.Reading;

/// <summary>
/// Goes over the spans of a block and says of those that are wanted their operations and values. Of the others only the codes of columns
/// are gone through that a wanted span has as well. Used again for every block. Not thread-safe.
/// </summary>
internal sealed class RowReader(ValueReader values)
{
    private static readonly FieldOperation[] NoOperations = [];

    // How a span is kept that has no shape, in place of the number of one.
    private static readonly ValueContext Whole = new(-1, 0, 0);
    private static readonly ValueContext Inline = new(-2, 0, 0);

    private readonly ValueContexts _contexts = new();
    private readonly List<FieldOperation> _inline = [];
    private ShapeInBlock?[] _shapes = [];
    private ValueContext[] _contextsOfRows = [];
    private int[] _places = new int[64];
    private Catalog _catalog = null!;
    private int _row;

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
    /// <param name="catalog">The bucket's catalog.</param>
    /// <param name="shapeCodes">The codes of the shapes of the block's spans.</param>
    /// <param name="origins">The origins of its spans.</param>
    /// <param name="wanted">Which spans are wanted, in ascending order.</param>
    /// <exception cref="InvalidDataException">The block's parts do not fit together.</exception>
    internal void Begin(Catalog catalog, ReadOnlySpan<byte> shapeCodes, ReadOnlySpan<int> origins, IReadOnlyList<int> wanted)
    {
        _catalog = catalog;
        _row = 0;
        _contexts.Clear();
        values.Rewind();
        var count = wanted.Count == 0 ? 0 : wanted[^1] + 1;
        if (_contextsOfRows.Length < count)
        {
            _contextsOfRows = new ValueContext[origins.Length];
        }

        ReadShapes(shapeCodes, origins[..count]);
        Array.Clear(_shapes);
        values.Find(ColumnTable.Operations)?.Want();
        foreach (var row in wanted)
        {
            Want(_contextsOfRows[row]);
        }
    }

    /// <summary>Goes to the next span, which is wanted.</summary>
    /// <param name="payload">The block.</param>
    /// <exception cref="InvalidDataException">The block's parts do not fit together.</exception>
    internal void Take(ReadOnlySpan<byte> payload)
    {
        var context = _contextsOfRows[_row++];
        IsWhole = context == Whole;
        if (context.Shape < 0)
        {
            TakeUnshaped(payload);
            return;
        }

        var shape = ShapeOf(context.Shape);
        (Operations, Columns, Details) = (shape.Shape.Operations, shape.Columns, shape.Shape.Details);
        MakeRoom(Columns.Length);
        var codes = values.Codes;
        var latest = _contexts.ValuesOf(context);
        for (var index = 0; index < Columns.Length; index++)
        {
            _places[index] = Columns[index].Take(codes, ref latest[index]);
        }
    }

    /// <summary>Goes past the next span, which is not wanted.</summary>
    /// <param name="payload">The block.</param>
    /// <returns>What it takes of the details.</returns>
    /// <exception cref="InvalidDataException">The block's parts do not fit together.</exception>
    internal DetailCounts Skip(ReadOnlySpan<byte> payload)
    {
        var context = _contextsOfRows[_row];
        if (context.Shape < 0)
        {
            Take(payload);
            return Details;
        }

        _row++;
        var shape = ShapeOf(context.Shape);
        var codes = values.Codes;
        var latest = _contexts.ValuesOf(context);
        foreach (var index in shape.Wanted)
        {
            shape.Columns[index].Take(codes, ref latest[index]);
        }

        return shape.Shape.Details;
    }

    private void ReadShapes(ReadOnlySpan<byte> shapeCodes, ReadOnlySpan<int> origins)
    {
        var position = 0;
        for (var row = 0; row < origins.Length; row++)
        {
            var code = ShapeCode.Take(shapeCodes, ref position);
            _contextsOfRows[row] = code switch
            {
                ShapeCode.Whole => Whole,
                ShapeCode.Inline => Inline,
                _ => EnterContext(_contexts, _catalog, code, _catalog.CheckedOrigin(origins[row]).Operation, column: null),
            };
        }
    }

    private void Want(ValueContext context)
    {
        if (context == Whole)
        {
            values.Required(ColumnTable.Whole).Want();
        }
        else if (context == Inline)
        {
            // Its columns are known once the spans before it are gone through.
            values.WantAll();
        }
        else
        {
            Array.ForEach(ShapeOf(context.Shape).Columns, static column => column.Want());
        }
    }

    private ShapeInBlock ShapeOf(int number)
    {
        if (_shapes.Length <= number)
        {
            Array.Resize(ref _shapes, Math.Max(number + 1, _catalog.Shapes.Count));
        }

        return _shapes[number] ??= new ShapeInBlock(_catalog.Shapes[number], values);
    }

    private void TakeUnshaped(ReadOnlySpan<byte> payload)
    {
        if (IsWhole)
        {
            (Operations, Columns, Details) = (NoOperations, [values.Required(ColumnTable.Whole)], default);
            TakeLoose();
        }
        else
        {
            ReadInline(payload);
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
            if (Columns[index].IsWanted)
            {
                _places[index] = Columns[index].Take(codes, ref Columns[index].Latest);
            }
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
