namespace Lumen.Analysis;

/// <summary>The times of the spans of one operation or service.</summary>
internal struct Total
{
    internal ulong Hash;

    /// <summary>A row of the operation or service plus 1; 0 in a slot that is free.</summary>
    internal int Row;

    internal ulong SelfNanos;
    internal ulong CriticalNanos;
}
