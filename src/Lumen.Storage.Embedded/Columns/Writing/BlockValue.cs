namespace Lumen.Storage.Embedded.Columns.Writing;

/// <summary>A distinct value of a column in a block.</summary>
internal struct BlockValue
{
    /// <summary>Its hash, of an attribute what <see cref="AttributeHash.OfValue"/> gives.</summary>
    internal ulong Hash;

    internal int Column;

    /// <summary>Where the field that it was first seen in begins in the table's bytes.</summary>
    internal int Offset;

    /// <summary>How many bytes the field has; the value is the end of it.</summary>
    internal int FieldLength;

    internal int Length;

    /// <summary>What the field says beside its value.</summary>
    internal FieldOperation Operation;

    /// <summary>Its place in the dictionary of the column; negative until it is used.</summary>
    internal int Place;
}
