using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Xunit;
using Lumen.Analysis.Tests.Cases;
using Lumen.TestKit;

namespace Lumen.Analysis.Tests.Intervals;

public sealed class IntervalUnionTests
{
    [Theory]
    [InlineData("merge-intervals-1-disjoint")]
    [InlineData("merge-intervals-2-overlapping")]
    [InlineData("merge-intervals-3-one-inside-another")]
    [InlineData("merge-intervals-4-chain")]
    public void Merge_CaseOfIntervals_GivesTheirUnion(string name)
    {
        var item = TraceCase.Read(Path.Combine(Require.Shared("cases", "lumen-blog"), $"{name}.json"));
        Assert.Equal(Read(item.Expected["union"]!), IntervalUnion.Merge(Read(item.Expected["intervals"]!)));
    }

    [Fact]
    public void Merge_TouchingAndEmptyIntervals_JoinsAndDropsThem()
    {
        TimeInterval[] intervals = [new(20, 30), new(5, 5), new(10, 20), new(9, 3), new(0, 1)];
        var before = intervals.ToArray();
        Assert.Equal([new(0, 1), new(10, 30)], IntervalUnion.Merge(intervals));
        Assert.Equal(before, intervals);
    }

    [Fact]
    public void Length_OfAllTimeTwice_IsAllTime() =>
        Assert.Equal(ulong.MaxValue, IntervalUnion.Length([new(0, ulong.MaxValue), new(0, ulong.MaxValue)]));

    [Property]
    public void Merge_AnyIntervals_CoversWhatTheyCover(byte[] bounds)
    {
        var intervals = bounds.Chunk(2).Where(pair => pair.Length == 2).Select(pair => new TimeInterval(pair[0], pair[1])).ToArray();
        var union = IntervalUnion.Merge(intervals);
        Assert.Equal(Instants(intervals), Instants(union));
        Assert.All(union.Zip(union.Skip(1)), pair => Assert.True(pair.First.EndUnixNano < pair.Second.StartUnixNano));
        Assert.Equal((ulong)Instants(intervals).Count(), IntervalUnion.Length(intervals));
    }

    private static IEnumerable<int> Instants(TimeInterval[] intervals) => Enumerable.Range(0, byte.MaxValue)
        .Where(instant => intervals.Any(interval => (ulong)instant >= interval.StartUnixNano && (ulong)instant < interval.EndUnixNano));

    private static TimeInterval[] Read(JsonNode intervals) =>
        [.. intervals.AsArray().Select(pair => new TimeInterval((ulong)pair![0]!, (ulong)pair[1]!))];
}
