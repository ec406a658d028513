using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Columns.Writing;

/// <summary>
/// One column of a block as it is written: its distinct values in the order in which they come, and for each occurrence a code: 0 for the
/// value that the context says, 1 for the next new one, else the place of the value plus 2. Used again for every block.
/// </summary>
internal sealed class ColumnWriter
{
    private int[] _values = new int[4];

    /// <summary>The column's number in the bucket.</summary>
    internal int Column { get; private set; }

    internal ByteBuilder Codes { get; } = new(64);

    /// <summary>How many distinct values there are.</summary>
    internal int Count { get; private set; }

    /// <summary>The distinct values, as numbers in the table of the block.</summary>
    internal ReadOnlySpan<int> Values => _values.AsSpan(0, Count);

    /// <summary>The context of spans without a shape: the number of their latest value plus 1.</summary>
    internal int Latest;

    /// <summary>Turns to another column.</summary>
    internal void Begin(int column)
    {
        (Column, Count, Latest) = (column, 0, 0);
        Codes.Clear();
    }

    /// <summary>Adds an occurrence of a value.</summary>
    /// <param name="number">The value's number in the table of the block.</param>
    /// <param name="value">The value; its place is set when it is new.</param>
    /// <param name="latest">The context's latest value, its number plus 1.</param>
    internal void Add(int number, ref BlockValue value, ref int latest)
    {
        if (latest == number + 1)
        {
            Codes.AddByte(ValueCode.Repeated);
            return;
        }

        latest = number + 1;
        if (value.Place >= 0)
        {
            Codes.AddVarint(value.Place + ValueCode.FirstPlace);
            return;
        }

        if (Count == _values.Length)
        {
            Array.Resize(ref _values, Count * 2);
        }

        value.Place = Count;
        _values[Count++] = number;
        Codes.AddByte(ValueCode.New);
    }
}
