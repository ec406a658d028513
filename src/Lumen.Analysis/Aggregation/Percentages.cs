namespace Lumen.Analysis;

/// <summary>Shares of a whole that are rounded and still add up.</summary>
public static class Percentages
{
    /// <summary>What all shares add up to: 100.0 %.</summary>
    public const int WholeInTenths = 1_000;

    /// <summary>Divides a whole among its parts in tenths of a percent, by the method of the largest remainder.</summary>
    /// <param name="parts">The parts; their sum is the whole and may exceed 64 bits.</param>
    /// <returns>
    /// For each part its share; the shares add up to <see cref="WholeInTenths"/>, or are all 0 where the whole is. Of equal remainders, the
    /// earlier part is rounded up.
    /// </returns>
    /// <remarks>Exact in integers; O(n log n).</remarks>
    public static int[] InTenths(ReadOnlySpan<ulong> parts)
    {
        var whole = Sum(parts);
        var shares = new int[parts.Length];
        if (whole == 0)
        {
            return shares;
        }

        var remainders = new UInt128[parts.Length];
        var missing = WholeInTenths;
        for (var part = 0; part < parts.Length; part++)
        {
            var (share, remainder) = UInt128.DivRem((UInt128)parts[part] * WholeInTenths, whole);
            shares[part] = (int)share;
            remainders[part] = remainder;
            missing -= (int)share;
        }

        foreach (var part in ByRemainder(remainders).AsSpan(0, missing))
        {
            shares[part]++;
        }

        return shares;
    }

    private static UInt128 Sum(ReadOnlySpan<ulong> parts)
    {
        UInt128 sum = 0;
        foreach (var part in parts)
        {
            sum += part;
        }

        return sum;
    }

    /// <summary>The parts, greatest remainder first.</summary>
    private static int[] ByRemainder(UInt128[] remainders)
    {
        var parts = new int[remainders.Length];
        for (var part = 0; part < parts.Length; part++)
        {
            parts[part] = part;
        }

        Array.Sort(parts, (left, right) =>
            remainders[left] != remainders[right] ? remainders[right].CompareTo(remainders[left]) : left.CompareTo(right));
        return parts;
    }
}
