namespace Lumen.Analysis;

/// <summary>How far a predecessor may reach past the start of its successor (θ of D6), in exact integers.</summary>
internal readonly struct OverlapTolerance(uint millionths)
{
    private const uint Million = 1_000_000;

    /// <summary>Windows up to this length times a million fit 64 bits.</summary>
    private const ulong ShortWindow = ulong.MaxValue / Million;

    /// <summary>The longest overlap that is less than the tolerated share of a window, in nanoseconds.</summary>
    /// <param name="window">The length of the window; not 0.</param>
    internal ulong LongestOverlap(ulong window)
    {
        if (millionths == 0)
        {
            return 0;
        }

        return window <= ShortWindow
            ? ((window * millionths) - 1) / Million
            : (ulong)((((UInt128)window * millionths) - 1) / Million);
    }
}
