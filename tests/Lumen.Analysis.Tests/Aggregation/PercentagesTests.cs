using FsCheck.Xunit;

namespace Lumen.Analysis.Tests.Aggregation;

public sealed class PercentagesTests
{
    [Theory]
    [InlineData(new ulong[] { 1, 1, 1 }, new[] { 334, 333, 333 })]
    [InlineData(new ulong[] { 0, 5, 0 }, new[] { 0, 1000, 0 })]
    [InlineData(new ulong[] { 1, 9_999 }, new[] { 0, 1000 })]
    [InlineData(new ulong[] { 333, 334, 334 }, new[] { 333, 334, 333 })]
    [InlineData(new ulong[] { ulong.MaxValue, ulong.MaxValue }, new[] { 500, 500 })]
    [InlineData(new ulong[] { 0, 0 }, new[] { 0, 0 })]
    [InlineData(new ulong[] { }, new int[] { })]
    public void InTenths_OfParts_GivesTheLargestRemainders(ulong[] parts, int[] shares) =>
        Assert.Equal(shares, Percentages.InTenths(parts));

    [Property]
    public void InTenths_OfAnyParts_SumToTheWholeAndAreWithinATenth(ulong[] parts)
    {
        var shares = Percentages.InTenths(parts);
        var whole = parts.Aggregate(UInt128.Zero, (sum, part) => sum + part);
        Assert.Equal(whole == 0 ? 0 : Percentages.WholeInTenths, shares.Sum());
        foreach (var (part, share) in parts.Zip(shares).Where(_ => whole > 0))
        {
            var floor = (int)((UInt128)part * Percentages.WholeInTenths / whole);
            Assert.InRange(share, floor, floor + 1);
        }
    }
}
