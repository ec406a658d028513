using System.Text;

namespace Lumen.Analysis.Tests.Identity;

public sealed class SpanKeyTests
{
    [Theory]
    [InlineData("00000000000000ab", 0xab, 0)]
    [InlineData("00000000000000ab#1", 0xab, 1)]
    [InlineData("ffffffffffffffff#2147483647", ulong.MaxValue, int.MaxValue)]
    public void ToString_OfAnyKey_IsReadBack(string text, ulong id, int number)
    {
        var key = Made.Key(id, number);
        Assert.Equal(text, key.ToString());
        Assert.Equal(text, $"{key}");
        Assert.Equal(key, SpanKey.Parse(text));
        Assert.True(SpanKey.TryParse(text.ToUpperInvariant(), out var upper));
        Assert.Equal(key, upper);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00000000000000a")]
    [InlineData("00000000000000ab#")]
    [InlineData("00000000000000ab#0")]
    [InlineData("00000000000000ab#01")]
    [InlineData("00000000000000ab#-1")]
    [InlineData("00000000000000ab# 1")]
    [InlineData("00000000000000ab#2147483648")]
    [InlineData("00000000000000ab1")]
    [InlineData("00000000000000ag")]
    public void TryParse_OtherText_Refuses(string text)
    {
        Assert.False(SpanKey.TryParse(text, out _));
        Assert.Throws<FormatException>(() => SpanKey.Parse(text));
    }

    [Fact]
    public void TryFormat_ShortDestination_WritesNothing()
    {
        var key = Made.Key(1, 20);
        for (var length = 0; length < key.ToString().Length; length++)
        {
            Assert.False(key.TryFormat(new char[length], out var characters));
            Assert.False(key.TryFormat(new byte[length], out var bytes));
            Assert.Equal((0, 0), (characters, bytes));
        }

        var written = new byte[SpanKey.MaximumLength];
        Assert.True(key.TryFormat(written, out var count));
        Assert.Equal("0000000000000001#20", Encoding.ASCII.GetString(written, 0, count));
    }

    [Fact]
    public void CompareTo_OfKeysOfOneId_IsByNumberNotByText()
    {
        SpanKey[] keys = [Made.Key(1), Made.Key(1, 2), Made.Key(1, 10), Made.Key(2)];
        Assert.Equal(keys, keys.Reverse().Order());
        Assert.True(keys[1] < keys[2] && keys[2] > keys[1] && keys[1] <= keys[1] && keys[1] >= keys[0]);
    }
}
