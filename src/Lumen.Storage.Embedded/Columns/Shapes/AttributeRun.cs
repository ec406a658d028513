namespace Lumen.Storage.Embedded.Columns.Shapes;

/// <summary>Attributes of one message that stand directly behind each other.</summary>
internal static class AttributeRun
{
    /// <summary>Fewer have only one order.</summary>
    internal const int Least = 2;

    /// <summary>More are not sorted: a place among them is one byte.</summary>
    internal const int Most = 256;

    /// <summary>How many attributes there are at the beginning of some operations.</summary>
    internal static int LengthOf(ReadOnlySpan<FieldOperation> operations)
    {
        if (operations.IsEmpty || operations[0].Kind != FieldKind.Attribute)
        {
            return 0;
        }

        var length = 1;
        while (length < operations.Length && operations[length].Run == operations[0].Run)
        {
            length++;
        }

        return length;
    }
}
