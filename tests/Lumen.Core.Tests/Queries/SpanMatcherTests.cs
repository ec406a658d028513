using FsCheck.Xunit;
using Lumen.Queries;
using Lumen.TestKit;

namespace Lumen.Core.Tests.Queries;

public sealed class SpanMatcherTests
{
    [Property(MaxTest = 1_000)]
    public void Matches_RandomPredicateOnRandomSpan_AsTheOracle(int seed)
    {
        var random = new Random(seed);
        var attributes = new SmallAttributes(random);
        var predicate = new RandomPredicates(random).Next();
        var matcher = new SpanMatcher(predicate);
        for (var count = 0; count < 10; count++)
        {
            var span = NextSpan(random, attributes);
            var duration = (ulong)random.Next(40);
            var expected = PredicateOracle.Holds(predicate, span, duration);
            Assert.True(expected == matcher.Matches(span, duration), $"{predicate} is {expected} on {span.Name} of {seed}");
        }
    }

    [Property(MaxTest = 2_000)]
    public void Decide_FromPartOfWhatIsKnown_NeverContradictsTheWhole(int seed)
    {
        var random = new Random(seed);
        var predicate = new RandomPredicates(random).Next();
        var matcher = new SpanMatcher(predicate);
        var whole = (ulong)random.NextInt64();
        var known = (ulong)random.NextInt64();
        var part = matcher.Decide(new ConditionTruth(whole & known, ~whole & known));
        var all = matcher.Decide(new ConditionTruth(whole, ~whole));
        Assert.NotNull(all);
        Assert.True(part is null || part == all, $"{predicate}");
    }

    [Theory]
    [InlineData("k != \"a\"", false)]
    [InlineData("not k = \"a\"", true)]
    [InlineData("k exists", false)]
    [InlineData("k absent", true)]
    [InlineData("k < 5", false)]
    [InlineData("not k < 5", true)]
    [InlineData("k ^= \"\"", false)]
    public void Matches_AbsentField_OnlyNegationsHold(string text, bool expected) =>
        Assert.Equal(expected, new SpanMatcher(SpanPredicate.Parse(text)).Matches(new SpanBuilder().Build(), 0));

    [Theory]
    [InlineData("k = \"a\"", true)]
    [InlineData("k != \"a\"", true)]
    [InlineData("not k = \"a\"", false)]
    [InlineData("k in (\"b\", \"c\")", true)]
    [InlineData("k > 1", false)]
    public void Matches_SeveralValuesOfOneKey_AnyIsEnough(string text, bool expected)
    {
        var span = new SpanBuilder { Attributes = [new("k", AnyValue.Of("a")), new("k", AnyValue.Of("b"))] }.Build();
        Assert.Equal(expected, new SpanMatcher(SpanPredicate.Parse(text)).Matches(span, 0));
    }

    [Theory]
    [InlineData("k = 500", true)]
    [InlineData("k >= 500", true)]
    [InlineData("k > 499.5", true)]
    [InlineData("k < 500.5", true)]
    [InlineData("k > 500", false)]
    [InlineData("k = 500.0", false)]
    [InlineData("span.k = 500", true)]
    [InlineData("resource.k = 500", false)]
    public void Matches_Integer_ComparesPrintedForEqualityAndAsNumberForOrder(string text, bool expected)
    {
        var span = new SpanBuilder { Attributes = [new("k", AnyValue.Of(500))] }.Build();
        Assert.Equal(expected, new SpanMatcher(SpanPredicate.Parse(text)).Matches(span, 0));
    }

    private static Span NextSpan(Random random, SmallAttributes attributes)
    {
        var builder = attributes.Onto(new SpanBuilder
        {
            SpanId = new SpanId((ulong)random.Next(1, 30)), ParentId = new SpanId((ulong)random.Next(0, 5)),
            Name = random.Next(2) == 0 ? "buy" : string.Empty, Kind = (SpanKind)random.Next(7), Status = (SpanStatus)random.Next(4),
            EndUnixNano = SpanBuilder.Epoch + (ulong)random.Next(40),
        });
        return builder.Build(
            OtlpMessages.Resource(random.Next(2) == 0 ? "shop" : "cart", attributes.Next()),
            OtlpMessages.Scope(
                random.Next(2) == 0 ? "library" : string.Empty, random.Next(2) == 0 ? "1.0" : string.Empty, attributes.Next()));
    }
}
