namespace Lumen.Core.Tests.Spans;

public sealed class AnyValueTests
{
    public static TheoryData<int, string, string> Printed => new()
    {
        { 0, "", "Empty" }, { 1, "text", "String" }, { 2, "true", "Bool" }, { 3, "-5", "Int" }, { 4, "1.5", "Double" },
        { 5, "NaN", "Double" },
        { 6, "[1, text, ]", "Array" }, { 7, "{a=1, b={}}", "KeyValueList" }, { 8, "+/8=", "Bytes" }, { 9, "false", "Bool" },
    };

    [Theory]
    [MemberData(nameof(Printed))]
    public void ToString_AnyKind_IsThePrintedValue(int index, string printed, string kind)
    {
        var value = Values()[index];
        Assert.Equal((printed, kind), (value.ToString(), value.Kind.ToString()));
    }

    [Fact]
    public void Equals_ValuesMadeTwice_AreEqualToThemselvesOnly()
    {
        var (left, right) = (Values(), Values());
        for (var i = 0; i < left.Length; i++)
        {
            for (var j = 0; j < right.Length; j++)
            {
                Assert.Equal(i == j, left[i] == right[j]);
                Assert.Equal(i != j, left[i] != right[j]);
            }

            Assert.Equal(left[i].GetHashCode(), right[i].GetHashCode());
            Assert.True(left[i].Equals((object)right[i]));
        }
    }

    [Fact]
    public void Accessors_OfOtherKinds_AreNull()
    {
        foreach (var value in Values())
        {
            Assert.Equal(value.Kind == AnyValueKind.String, value.AsString is not null);
            Assert.Equal(value.Kind == AnyValueKind.Bool, value.AsBool is not null);
            Assert.Equal(value.Kind == AnyValueKind.Int, value.AsInt is not null);
            Assert.Equal(value.Kind == AnyValueKind.Double, value.AsDouble is not null);
            Assert.Equal(value.Kind == AnyValueKind.Array, value.AsArray is not null);
            Assert.Equal(value.Kind == AnyValueKind.KeyValueList, value.AsKeyValueList is not null);
            Assert.Equal(value.Kind == AnyValueKind.Bytes, value.AsBytes is not null);
        }
    }

    private static AnyValue[] Values() =>
    [
        default, AnyValue.Of("text"), AnyValue.Of(true), AnyValue.Of(-5L), AnyValue.Of(1.5), AnyValue.Of(double.NaN),
        AnyValue.Of([AnyValue.Of(1L), AnyValue.Of("text"), default]),
        AnyValue.Of([new KeyValue("a", AnyValue.Of(1L)), new KeyValue("b", AnyValue.Of(Array.Empty<KeyValue>()))]),
        AnyValue.Of([0xFB, 0xFF]), AnyValue.Of(false),
    ];
}
