using FsCheck.Xunit;
using Lumen.Otlp;

namespace Lumen.Core.Tests.Otlp;

public sealed class ProtobufWriterTests
{
    [Theory]
    [InlineData(0UL, "08 00")]
    [InlineData(127UL, "08 7F")]
    [InlineData(128UL, "08 80 01")]
    [InlineData(ulong.MaxValue, "08 FF FF FF FF FF FF FF FF FF 01")]
    public void WriteVarint_AnyNumber_IsTheShortestForm(ulong value, string expected)
    {
        using var writer = new ProtobufWriter();
        writer.WriteVarint(1, value);
        Assert.Equal(expected, Hex(writer.Written));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(127, 1)]
    [InlineData(128, 2)]
    [InlineData(16_383, 2)]
    [InlineData(16_384, 3)]
    public void EndMessage_ContentOfAnyLength_HasTheShortestLengthBeforeIt(int content, int lengthBytes)
    {
        using var writer = new ProtobufWriter(capacity: 1);
        var outer = writer.BeginMessage(1);
        var inner = writer.BeginMessage(2);
        writer.WriteRaw(new byte[content]);
        writer.EndMessage(inner);
        writer.EndMessage(outer);

        var reader = new ProtobufReader(writer.Written);
        Assert.True(reader.Next(out var outerField));
        var innerReader = new ProtobufReader(outerField.Bytes);
        Assert.True(innerReader.Next(out var innerField));
        Assert.Equal(content, innerField.Bytes.Length);
        Assert.Equal(1 + lengthBytes, innerField.ValueStart);
        Assert.False(innerReader.Next(out _) || innerReader.IsMalformed || reader.Next(out _) || reader.IsMalformed);
    }

    [Fact]
    public void WriteString_LoneSurrogate_BecomesTheReplacementCharacter()
    {
        using var writer = new ProtobufWriter();
        writer.WriteString(1, "a\ud800b");
        Assert.Equal("0A 05 61 EF BF BD 62", Hex(writer.Written));
    }

    [Fact]
    public void Detach_AfterWriting_HandsTheBytesOverAndLeavesNothing()
    {
        using var writer = new ProtobufWriter();
        writer.WriteFixed32(1, 0x01020304);
        var array = writer.Detach(out var length);
        Assert.Equal("0D 04 03 02 01", Hex(array.AsSpan(0, length)));
        Assert.Equal(0, writer.Length);
        writer.WriteVarint(1, 1);
        Assert.Equal("08 01", Hex(writer.Written));
    }

    [Property]
    public void Write_AnyFields_AreReadAgain(int number, ulong value, byte[] bytes, string text)
    {
        var field = (number & 0x1FFFFFFF) | 1;
        using var writer = new ProtobufWriter(capacity: 1);
        writer.WriteVarint(field, value);
        writer.WriteFixed64(field, value);
        writer.WriteFixed32(field, (uint)value);
        writer.WriteBytes(field, bytes);
        writer.WriteString(field, text);

        var reader = new ProtobufReader(writer.Written);
        Assert.True(reader.Next(out var varint) && varint.Is(field, WireType.Varint) && varint.Value == value);
        Assert.True(reader.Next(out var fixed64) && fixed64.Is(field, WireType.Fixed64) && fixed64.Value == value);
        Assert.True(reader.Next(out var fixed32) && fixed32.Is(field, WireType.Fixed32) && fixed32.Value == (uint)value);
        Assert.True(reader.Next(out var blob) && blob.Is(field, WireType.LengthDelimited) && blob.Bytes.SequenceEqual(bytes));
        Assert.True(reader.Next(out var words) && words.Bytes.SequenceEqual(System.Text.Encoding.UTF8.GetBytes(text ?? string.Empty)));
        Assert.False(reader.Next(out _) || reader.IsMalformed);
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => string.Join(' ', bytes.ToArray().Select(value => value.ToString("X2")));
}
