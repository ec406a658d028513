namespace Lumen.Storage.Embedded.Columns;

/// <summary>The codes of values. The numbers are on disk.</summary>
internal static class ValueCode
{
    /// <summary>The value that the latest span of the same shape and operation has.</summary>
    internal const byte Repeated = 0;

    /// <summary>The value that follows in the dictionary.</summary>
    internal const byte New = 1;

    /// <summary>The code of the first value of the dictionary.</summary>
    internal const int FirstPlace = 2;
}
