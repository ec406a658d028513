namespace Lumen.Architecture.Sizes;

/// <summary>The median and the 90th percentile of some sizes, by nearest rank.</summary>
/// <param name="Median">Half of all are at most this.</param>
/// <param name="Ninetieth">Nine of ten are at most this.</param>
/// <param name="Largest">None is more.</param>
internal readonly record struct Distribution(int Median, int Ninetieth, int Largest)
{
    internal static Distribution Of(IEnumerable<int> sizes)
    {
        var sorted = sizes.Order().ToArray();
        return new Distribution(Rank(sorted, 0.5), Rank(sorted, 0.9), sorted[^1]);
    }

    private static int Rank(int[] sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
}
