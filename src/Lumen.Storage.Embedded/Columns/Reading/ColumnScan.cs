using System.Runtime.InteropServices;
using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Catalogs;

namespace Lumen.Storage.Embedded.Columns.Reading;

/// <summary>
/// Goes over the spans of a block and takes the codes of one column alone, so that nothing else of them is read. Used again for every
/// column. Not thread-safe.
/// </summary>
internal sealed class ColumnScan(ValueReader values)
{
    private readonly ValueContexts _contexts = new();
    private readonly Dictionary<int, int> _countsOfLists = [];
    private readonly List<FieldOperation> _operations = [];

    /// <summary>Gets a span that has a value.</summary>
    internal delegate void Visitor(int row, int place);

    /// <summary>Visits every occurrence of a column.</summary>
    /// <param name="payload">The block, which <see cref="ValueReader"/> has opened.</param>
    /// <param name="catalog">The bucket's catalog.</param>
    /// <param name="shapeCodes">The codes of the shapes of the block's spans.</param>
    /// <param name="columns">What is known of the spans without their values.</param>
    /// <param name="column">The column.</param>
    /// <param name="visit">Gets the rows, ascending.</param>
    /// <exception cref="InvalidDataException">The block's parts do not fit together.</exception>
    internal void Visit(
        ReadOnlySpan<byte> payload, Catalog catalog, ReadOnlySpan<byte> shapeCodes, BlockColumns columns, ColumnReader column,
        Visitor visit)
    {
        _contexts.Clear();
        _countsOfLists.Clear();
        values.Rewind();
        var position = 0;
        for (var row = 0; row < columns.Count; row++)
        {
            var code = ShapeCode.Take(shapeCodes, ref position);
            if (code == ShapeCode.Inline)
            {
                for (var left = CountInList(payload, catalog, column.Column); left > 0; left--)
                {
                    visit(row, column.Take(values.Codes, ref column.Latest));
                }
            }
            else if (code != ShapeCode.Whole)
            {
                VisitShaped(catalog, code, catalog.CheckedOrigin(columns.Origins[row]).Operation, column, row, visit);
            }
        }
    }

    /// <summary>Visits the spans that are kept as they are.</summary>
    internal static void VisitWhole(ReadOnlySpan<byte> shapeCodes, int count, Action<int> visit)
    {
        var position = 0;
        for (var row = 0; row < count; row++)
        {
            if (ShapeCode.Take(shapeCodes, ref position) == ShapeCode.Whole)
            {
                visit(row);
            }
        }
    }

    private void VisitShaped(Catalog catalog, int code, int operation, ColumnReader column, int row, Visitor visit)
    {
        var context = RowReader.EnterContext(_contexts, catalog, code, operation, column.Column);
        for (var occurrence = 0; occurrence < context.Count; occurrence++)
        {
            visit(row, column.Take(values.Codes, ref _contexts.ValuesOf(context)[occurrence]));
        }
    }

    /// <summary>How often the next span without a shape has the column.</summary>
    private int CountInList(ReadOnlySpan<byte> payload, Catalog catalog, int column)
    {
        var lists = values.Required(ColumnTable.Operations);
        values.Load(payload, lists);
        var place = lists.Take(values.Codes, ref lists.Latest);
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_countsOfLists, place, out var isKnown);
        if (!isKnown)
        {
            RowReader.ReadOperations(values.Value(lists, place), catalog.Columns, _operations);
            count = _operations.Count(operation => operation.HasValue && operation.Column == column);
        }

        return count;
    }
}
