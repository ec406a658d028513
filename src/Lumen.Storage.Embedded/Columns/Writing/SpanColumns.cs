using System.Diagnostics;
using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Columns.Shapes;
using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Columns.Writing;

/// <summary>
/// The spans of one block as columns of values: for each span a shape, which says the operations that give its bytes back, and the values
/// that the operations take. Used again for every block. Not thread-safe.
/// </summary>
internal sealed class SpanColumns
{
    private readonly ValueContexts _contexts = new();
    private readonly ShreddedSpan _span = new();
    private readonly ShapeChoice _shapes;
    private readonly List<ColumnWriter> _writers = [];
    private readonly ByteBuilder _operations = new(1024);
    private int[] _slots = new int[64];
    private Catalog _catalog = null!;

    internal SpanColumns() => _shapes = new ShapeChoice(Values);

    /// <summary>The distinct values and the details.</summary>
    internal SpanValues Values { get; } = new();

    /// <summary>For each span the code of its shape.</summary>
    internal ByteBuilder ShapeCodes { get; } = new();

    /// <summary>How many columns are in use.</summary>
    internal int ColumnCount { get; private set; }

    /// <summary>The columns in use.</summary>
    internal IEnumerable<ColumnWriter> Columns => _writers.Take(ColumnCount);

    /// <summary>Whether there is a span that no reader of columns can look into.</summary>
    internal bool HasWhole { get; private set; }

    /// <summary>How many bytes of values there are.</summary>
    internal int Bytes => Values.Table.Bytes;

    /// <summary>Begins a block.</summary>
    /// <param name="catalog">The bucket's catalog, to which columns and shapes are added.</param>
    internal void Begin(Catalog catalog)
    {
        foreach (var writer in Columns)
        {
            _slots[writer.Column] = 0;
        }

        (_catalog, ColumnCount, HasWhole) = (catalog, 0, false);
        Values.Begin(catalog.Columns);
        ShapeCodes.Clear();
        _contexts.Clear();
    }

    /// <summary>Adds the next span of the block.</summary>
    internal void Add(ReadOnlySpan<byte> bytes, in BlockSpan span)
    {
        var operation = _catalog.Origin(span.Origin).Operation;
        var isExpected = _contexts.TryGetLatest(operation, out var latest);
        var expected = isExpected
            ? new Expectation(_catalog.Shapes[latest.Shape], _contexts.ValuesOf(latest))
            : new Expectation(null, []);
        var mark = Values.Details.Mark;
        _span.Clear();
        if (!new SpanWalk(bytes, span, _catalog.Name(_catalog.Operation(operation).Name), expected, Values, _span).Run())
        {
            Values.Details.BackTo(mark);
            AddWhole(bytes);
            return;
        }

        var expectedShape = isExpected ? latest.Shape : ShapeTable.None;
        var shape = _shapes.Choose(_catalog.Shapes, _span, expectedShape, out var chosen);
        if (shape == ShapeTable.None)
        {
            AddInline(chosen);
            return;
        }

        ShapeCodes.AddVarint(shape == expectedShape ? ShapeCode.Repeated : ShapeCode.FirstShape + shape);
        var context = shape == expectedShape ? latest : _contexts.Enter(shape, operation, chosen.ValueCount);
        AddValues(chosen.Values, _contexts.ValuesOf(context));
    }

    private void AddValues(ReadOnlySpan<int> values, Span<int> latest)
    {
        Debug.Assert(values.Length == latest.Length, "A shape has as many values as its spans.");
        for (var index = 0; index < values.Length; index++)
        {
            var number = values[index];
            ref var value = ref Values.Table[number];
            WriterOf(value.Column).Add(number, ref value, ref latest[index]);
        }
    }

    private void AddWhole(ReadOnlySpan<byte> bytes)
    {
        HasWhole = true;
        ShapeCodes.AddVarint(ShapeCode.Whole);
        AddLoose(Values.NumberOf(ColumnTable.Whole, bytes));
    }

    private void AddInline(ShreddedSpan span)
    {
        _operations.Clear();
        foreach (var operation in span.Operations)
        {
            _operations.AddVarint(operation.Bits);
        }

        ShapeCodes.AddVarint(ShapeCode.Inline);
        AddLoose(Values.NumberOf(ColumnTable.Operations, _operations.Written));
        foreach (var value in span.Values)
        {
            AddLoose(value);
        }
    }

    private void AddLoose(int number)
    {
        ref var value = ref Values.Table[number];
        var writer = WriterOf(value.Column);
        writer.Add(number, ref value, ref writer.Latest);
    }

    private ColumnWriter WriterOf(int column)
    {
        if (column < _slots.Length && _slots[column] is var slot and not 0)
        {
            return _writers[slot - 1];
        }

        if (column >= _slots.Length)
        {
            Array.Resize(ref _slots, column * 2);
        }

        if (ColumnCount == _writers.Count)
        {
            _writers.Add(new ColumnWriter());
        }

        var writer = _writers[ColumnCount++];
        writer.Begin(column);
        _slots[column] = ColumnCount;
        return writer;
    }
}
