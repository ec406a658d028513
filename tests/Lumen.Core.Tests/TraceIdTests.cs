using FsCheck.Xunit;

namespace Lumen.Core.Tests;

/// <summary>Trace ids and span ids, which read and print alike.</summary>
public sealed class TraceIdTests
{
    [Property]
    public void Parse_WhatToStringPrints_IsTheSameId(ulong high, ulong low)
    {
        var id = new TraceId(high, low);
        Assert.Equal(id, TraceId.Parse(id.ToString()));
        Assert.Equal(id, TraceId.Parse(id.ToString().ToUpperInvariant()));
        Assert.Equal($"{high:x16}{low:x16}", id.ToString());
        Assert.Equal($"{high:x16}{low:x16}", $"{id}");
        Assert.Equal(new SpanId(low), SpanId.Parse(new SpanId(low).ToString()));
        Assert.Equal($"{low:x16}", new SpanId(low).ToString());
    }

    [Fact]
    public void GetHashCode_IdsWhoseHalvesCancelOut_Differ()
    {
        var ids = Enumerable.Range(1, 1_000).Select(number => ((ulong)number << 32) | (uint)number).ToList();

        Assert.InRange(ids.Select(id => new SpanId(id).GetHashCode()).Distinct().Count(), 990, 1_000);
        Assert.InRange(ids.Select(id => new TraceId(id, id).GetHashCode()).Distinct().Count(), 990, 1_000);
        Assert.Equal(new TraceId(1, 2).GetHashCode(), new TraceId(1, 2).GetHashCode());
    }

    [Property]
    public void FromBytes_WhatCopyToWrote_IsTheSameId(ulong high, ulong low)
    {
        Span<byte> bytes = stackalloc byte[TraceId.Size];
        new TraceId(high, low).CopyTo(bytes);
        Assert.Equal(new TraceId(high, low), TraceId.FromBytes(bytes));
        Assert.Equal(new TraceId(high, low).ToString(), Convert.ToHexStringLower(bytes));
        Assert.Equal(new SpanId(low), SpanId.FromBytes(bytes[8..]));
    }

    [Property]
    public void CompareTo_AnyTwo_OrdersAsTheirBytesDo(ulong high, ulong low, ulong otherLow)
    {
        var (left, right) = (new TraceId(high, low), new TraceId(high % 2 == 0 ? high : low, otherLow));
        Assert.Equal(Math.Sign(string.CompareOrdinal(left.ToString(), right.ToString())), Math.Sign(left.CompareTo(right)));
        Assert.Equal((left < right, left > right), (right > left, right < left));
        Assert.Equal((left <= right, left >= right), (!(left > right), !(left < right)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdef")]
    [InlineData("0123456789abcdef0123456789abcde")]
    [InlineData("0123456789abcdef0123456789abcdef0")]
    [InlineData("0123456789abcdef0123456789abcdeg")]
    [InlineData(" 123456789abcdef0123456789abcdef")]
    [InlineData("0x23456789abcdef0123456789abcdef")]
    [InlineData("+123456789abcdef0123456789abcdef")]
    [InlineData("-123456789abcdef-123456789abcdef")]
    public void TryParse_AnyOtherText_IsRefused(string text)
    {
        Assert.False(TraceId.TryParse(text, null, out var id));
        Assert.True(id.IsZero);
        Assert.Throws<FormatException>(() => TraceId.Parse(text));
        Assert.False(text.Length != SpanId.HexLength && SpanId.TryParse(text, null, out _));
    }

    [Fact]
    public void TryFormat_TooLittleRoom_WritesNothing()
    {
        Assert.False(new TraceId(1, 1).TryFormat(new char[31], out var written));
        Assert.False(new SpanId(1).TryFormat(new char[15], out var writtenOfSpan));
        Assert.Equal((0, 0), (written, writtenOfSpan));
    }
}
