using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Statistics;

/// <summary>
/// The starts of some spans. Those further than a day from their arrival are listed apart, so that a span dated 1970 or 2100 makes no
/// range worthless.
/// </summary>
/// <param name="Early">Starts long before arrival.</param>
/// <param name="Usual">Starts near arrival.</param>
/// <param name="Late">Starts long after arrival.</param>
internal readonly record struct StartRanges(StartRange Early, StartRange Usual, StartRange Late)
{
    private const int Parts = 3;

    /// <summary>The ranges of no span.</summary>
    internal static StartRanges Empty { get; } = new(StartRange.Empty, StartRange.Empty, StartRange.Empty);

    internal StartRanges With(ulong start, in UsualStarts usual) =>
        start < usual.First ? this with { Early = Early.With(start) }
        : start > usual.Last ? this with { Late = Late.With(start) }
        : this with { Usual = Usual.With(start) };

    internal StartRanges With(in StartRanges other) => new(Early.With(other.Early), Usual.With(other.Usual), Late.With(other.Late));

    /// <summary>The latest start that may lie within bounds; null if none can.</summary>
    /// <param name="from">The least start asked for.</param>
    /// <param name="to">The greatest start asked for, inclusive.</param>
    /// <param name="latestUsual">The latest usual start of the spans asked for, if that is known better.</param>
    internal ulong? LatestWithin(ulong from, ulong to, ulong latestUsual = ulong.MaxValue) =>
        Latest(
            Latest(Bound(Late, from, to), Bound(Usual with { Last = Math.Min(Usual.Last, latestUsual) }, from, to)),
            Bound(Early, from, to));

    /// <summary>Whether all starts lie within bounds.</summary>
    /// <param name="from">The least start asked for.</param>
    /// <param name="to">The greatest start asked for, inclusive.</param>
    internal bool AreWithin(ulong from, ulong to) => IsWithin(Early, from, to) && IsWithin(Usual, from, to) && IsWithin(Late, from, to);

    internal void Write(ByteBuilder bytes)
    {
        bytes.AddByte((byte)((Early.IsEmpty ? 0 : 1) | (Usual.IsEmpty ? 0 : 2) | (Late.IsEmpty ? 0 : 4)));
        foreach (var range in (ReadOnlySpan<StartRange>)[Early, Usual, Late])
        {
            if (!range.IsEmpty)
            {
                bytes.AddUInt64(range.First);
                bytes.AddVarint(range.Last - range.First);
            }
        }
    }

    internal static StartRanges Read(ref ByteParser parser)
    {
        var present = parser.TakeByte();
        Span<StartRange> ranges = stackalloc StartRange[Parts];
        for (var part = 0; part < Parts; part++)
        {
            ranges[part] = StartRange.Empty;
            if ((present & (1 << part)) != 0)
            {
                var first = parser.TakeUInt64();
                ranges[part] = new StartRange(first, unchecked(first + parser.TakeVarint()));
            }
        }

        return new StartRanges(ranges[0], ranges[1], ranges[2]);
    }

    private static bool IsWithin(StartRange range, ulong from, ulong to) => range.IsEmpty || (range.First >= from && range.Last <= to);

    /// <summary>The ranges of several windows overlap: what is late for one is usual for a later one.</summary>
    private static ulong? Latest(ulong? left, ulong? right) => left is null || right > left ? right : left;

    private static ulong? Bound(StartRange range, ulong from, ulong to)
    {
        var latest = Math.Min(range.Last, to);
        return !range.IsEmpty && range.First <= to && latest >= from ? latest : null;
    }
}

/// <summary>What counts as near arrival.</summary>
/// <param name="First">Nanoseconds since the Unix epoch.</param>
/// <param name="Last">Nanoseconds since the Unix epoch.</param>
internal readonly record struct UsualStarts(ulong First, ulong Last)
{
    private const ulong Day = 24UL * 60 * 60 * 1_000_000_000;

    /// <summary>Within a day of spans that arrived between two moments.</summary>
    internal static UsualStarts Around(long firstArrival, long lastArrival) =>
        new((ulong)firstArrival - Math.Min(Day, (ulong)firstArrival), (ulong)lastArrival + Day);
}
