namespace Lumen.Analysis;

/// <summary>A span the walk is in: what remains to be explained is from the start of the window to the cursor.</summary>
internal struct WalkFrame
{
    internal int Place;
    internal ulong WindowStart;
    internal ulong WindowEnd;
    internal ulong Cursor;

    /// <summary>The longest tolerated overlap.</summary>
    internal ulong Tolerated;

    /// <summary>The candidates of this span are from here ...</summary>
    internal int FirstCandidate;

    /// <summary>... to here, and those from the next one on are not looked at yet.</summary>
    internal int EndCandidate;

    internal int NextCandidate;
}
