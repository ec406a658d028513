using Lumen.Storage.Embedded.Columns.Shapes;

namespace Lumen.Storage.Embedded.Columns.Reading;

/// <summary>A shape with the columns that one block has for it.</summary>
/// <param name="shape">The shape.</param>
/// <param name="values">The columns of the block.</param>
internal sealed class ShapeInBlock(Shape shape, ValueReader values)
{
    private int[]? _wanted;

    internal Shape Shape => shape;

    /// <summary>For each value of a span its column.</summary>
    internal ColumnReader[] Columns { get; } = Array.ConvertAll(shape.Columns, values.Required);

    /// <summary>Which of the values are in columns that are wanted. Asked for once it is known which are.</summary>
    internal int[] Wanted =>
        _wanted ??= [.. Enumerable.Range(0, Columns.Length).Where(index => Columns[index].IsWanted)];
}
