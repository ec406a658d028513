using FsCheck.Xunit;
using Lumen.Queries;
using Lumen.TestKit;

namespace Lumen.Core.Tests.Queries;

public sealed class PredicateTextTests
{
    [Property(MaxTest = 3_000)]
    public void Parse_OfAPrintedPredicate_GivesAnEqualOne(int seed)
    {
        var predicate = new RandomPredicates(new Random(seed)).Next(6);
        Assert.Equal(predicate, SpanPredicate.Parse(predicate.ToString()));
    }

    [Property(MaxTest = 2_000)]
    public void Parse_OfAnyKeyAndValue_GivesThemBack(string key, string value)
    {
        if ((key ?? "").Any(char.IsSurrogate) || (value ?? "").Any(char.IsSurrogate))
        {
            return;
        }

        foreach (var level in Enum.GetValues<AttributeLevel>())
        {
            var condition = SpanCondition.Attribute(level, key ?? "", value ?? "");
            Assert.Equal(condition, SpanPredicate.Parse(condition.ToString()));
        }
    }

    [Property(MaxTest = 5_000)]
    public void Parse_OfAnyText_ReadsItOrNamesAPlaceInIt(string text)
    {
        text ??= string.Empty;
        try
        {
            SpanPredicate.Parse(text);
        }
        catch (QuerySyntaxException syntax)
        {
            Assert.InRange(syntax.Position, 1, text.Length + 1);
            Assert.StartsWith($"at character {syntax.Position}: ", syntax.Message, StringComparison.Ordinal);
        }
    }

    [Property(MaxTest = 2_000)]
    public void Parse_OfADamagedPredicate_ReadsItOrNamesAPlaceInIt(int seed)
    {
        var random = new Random(seed);
        var text = new RandomPredicates(random).Next(5).ToString();
        var place = random.Next(text.Length);
        Parse_OfAnyText_ReadsItOrNamesAPlaceInIt(text.Remove(place, Math.Min(random.Next(1, 4), text.Length - place)));
    }

    [Theory]
    [InlineData("service = cart and http.response.status_code >= 500", "service = \"cart\" and http.response.status_code >= 500")]
    [InlineData("a = 1 or b = 2 and not c = 3", "a = \"1\" or (b = \"2\" and not c = \"3\")")]
    [InlineData("a=1||b=2&&!c=3", "a = \"1\" or (b = \"2\" and not c = \"3\")")]
    [InlineData("not (a exists or b absent)", "not (a exists or not b exists)")]
    [InlineData("duration > 1.5s AND status = ERROR", "duration > 1500000000 and status = error")]
    [InlineData("span:duration >= 10", "duration >= 10")]
    [InlineData("kind IN (server, CLIENT)", "kind in (server, client)")]
    [InlineData("http.method not in ('GET', PUT)", "not http.method in (\"GET\", \"PUT\")")]
    [InlineData("x != nil and y = nil", "x exists and not y exists")]
    [InlineData(".service = a", "\"service\" = \"a\"")]
    [InlineData("resource.\"odd key\" ^= \"x\\ty\"", "resource.\"odd key\" ^= \"x\\ty\"")]
    [InlineData("instrumentation.k = v and event:name = exception", "scope.k = \"v\" and event:name = \"exception\"")]
    public void Parse_OfWhatPeopleWrite_ReadsAsMeant(string text, string printed) =>
        Assert.Equal(printed, SpanPredicate.Parse(text).ToString());

    [Theory]
    [InlineData("", 1, "write a field")]
    [InlineData("service", 8, "write a comparison")]
    [InlineData("service = ", 11, "write a value")]
    [InlineData("a = 1 b = 2", 7, "write and or or")]
    [InlineData("(a = 1", 7, "character 1 is still open")]
    [InlineData("a = 1)", 6, "is not expected")]
    [InlineData("a = \"x", 5, "no closing")]
    [InlineData("a =~ \"x.*\"", 3, "regular expressions")]
    [InlineData("duration > fast", 12, "no duration")]
    [InlineData("service < 5", 11, "compare it with")]
    [InlineData("http.status > abc", 15, "numbers only")]
    [InlineData("kind = serve", 8, "unspecified, internal, server")]
    [InlineData("rootName = x", 1, "there is no field 'rootName'")]
    [InlineData("trace:rootName = x", 1, "there is no field")]
    [InlineData("a in (1, 2", 11, "closing parenthesis")]
    [InlineData("a in 1", 6, "in parentheses")]
    [InlineData("a = 1 and [", 11, "has no meaning")]
    [InlineData("a = \"\\q\"", 6, "no such escape")]
    public void Parse_OfWhatDoesNotRead_NamesThePlace(string text, int position, string problem)
    {
        var syntax = Assert.Throws<QuerySyntaxException>(() => SpanPredicate.Parse(text));
        Assert.Equal(position, syntax.Position);
        Assert.Contains(problem, syntax.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_OfTooMuch_NamesThePlace()
    {
        Assert.Equal(64, SpanPredicate.Parse(string.Join(" and ", Enumerable.Repeat("a = 1", 64))).ConditionCount);
        var many = Assert.Throws<QuerySyntaxException>(
            () => SpanPredicate.Parse(string.Join(" and ", Enumerable.Repeat("a = 1", 65))));
        Assert.Equal((64 * 10) + 1, many.Position);
        var deep = Assert.Throws<QuerySyntaxException>(
            () => SpanPredicate.Parse(string.Concat(Enumerable.Repeat("not ", 5_000)) + "a = 1"));
        Assert.Contains("nested", deep.Message, StringComparison.Ordinal);
        var open = Assert.Throws<QuerySyntaxException>(() => SpanPredicate.Parse(new string('(', 10_000)));
        Assert.Contains("nested", open.Message, StringComparison.Ordinal);
        Assert.Throws<QuerySyntaxException>(() => SpanPredicate.Parse(new string('a', 40_000)));
    }

    [Fact]
    public void Constructors_OfWhatHasNoMeaning_Throw()
    {
        var kind = SpanField.Of(IntrinsicField.Kind);
        Assert.Throws<ArgumentException>(() => new SpanCondition(kind, ConditionOperator.Less, "server"));
        Assert.Throws<ArgumentException>(() => new SpanCondition(kind, ConditionOperator.Equal, "Server"));
        Assert.Throws<ArgumentException>(() => new SpanCondition(kind, ConditionOperator.Equal));
        Assert.Throws<ArgumentException>(() => new SpanConjunction([SpanPredicate.Parse("a = 1")]));
        Assert.Throws<ArgumentException>(() => SpanCondition.Attribute(AttributeLevel.Any, "a", "\ud800"));
        Assert.Throws<ArgumentException>(() => SpanField.Attribute(AttributeLevel.Any, "\udc00"));
        var condition = SpanPredicate.Parse("a = 1");
        Assert.Throws<ArgumentException>(() => Enumerable.Range(0, 40).Aggregate(condition, static (inner, _) => inner.Negate()));
        Assert.Throws<ArgumentException>(() => SpanPredicate.Any([.. Enumerable.Repeat(condition, 65)]));
    }
}
