namespace Lumen.Analysis;

/// <summary>The parameters of an analysis. Immutable and safe to share between threads.</summary>
public sealed record AnalysisOptions
{
    private const double Million = 1_000_000;

    /// <summary>The options used where none are given.</summary>
    public static AnalysisOptions Default { get; } = new();

    /// <summary>
    /// How far a finished sibling may reach past the start of its successor and still count as its predecessor on the critical path, as
    /// a share of their parent's time window (exclusive). 0.01 unless set; 0 allows no overlap. Rounded to a millionth.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not between 0 and 1.</exception>
    public double OverlapTolerance
    {
        get;
        init => field = value is >= 0 and <= 1
            ? Math.Round(value * Million) / Million
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The overlap tolerance is a share between 0 and 1.");
    } = 0.01;

    /// <summary>
    /// The shortest gap worth reporting, in nanoseconds; 1 (or 0) reports all. <c>null</c>, the default, stands for one hundredth of the
    /// primary root's duration, rounded up.
    /// </summary>
    public ulong? MinimumGapNanos { get; init; }

    /// <summary>
    /// Whether spans whose parent is missing become children of the root without a parent id, where there is exactly one (they are still
    /// flagged as orphans). Off by default: the forest states only what the data states.
    /// </summary>
    public bool AdoptOrphans { get; init; }

    /// <summary><see cref="OverlapTolerance"/> in millionths.</summary>
    internal uint ToleranceMillionths => (uint)Math.Round(OverlapTolerance * Million);
}
