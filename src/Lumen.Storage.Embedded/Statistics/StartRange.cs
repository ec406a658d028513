namespace Lumen.Storage.Embedded.Statistics;

/// <summary>The earliest and the latest start of some spans, both inclusive; empty where the first lies behind the last.</summary>
/// <param name="First">Nanoseconds since the Unix epoch.</param>
/// <param name="Last">Nanoseconds since the Unix epoch.</param>
internal readonly record struct StartRange(ulong First, ulong Last)
{
    /// <summary>The range of no span.</summary>
    internal static StartRange Empty { get; } = new(ulong.MaxValue, 0);

    internal bool IsEmpty => First > Last;

    internal StartRange With(ulong start) => new(Math.Min(First, start), Math.Max(Last, start));

    internal StartRange With(StartRange other) => new(Math.Min(First, other.First), Math.Max(Last, other.Last));
}
