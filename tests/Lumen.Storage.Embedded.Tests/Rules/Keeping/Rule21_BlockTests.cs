using FsCheck.Xunit;
using Lumen.Otlp;
using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Frames;
using Lumen.TestKit;

namespace Lumen.Storage.Embedded.Rules.Keeping;

/// <summary>A block gives back every byte of every span, and every value of its columns.</summary>
public sealed class Rule21_BlockTests
{
    [Property(MaxTest = 400)]
    public void SpanBody_OfAnySpan_GivesEveryByteBack(int seed)
    {
        var random = new RandomOtlp(seed);
        AssertRoundTrip(random.NextSpan().Encode());
    }

    [Property(MaxTest = 400)]
    public void SpanBody_OfAMutatedSpan_GivesEveryByteBackOrKeepsItWhole(int seed)
    {
        var random = new Random(seed);
        var bytes = new RandomOtlp(seed).NextSpan().Encode().ToList();
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            Mutate(bytes, random);
        }

        AssertRoundTrip([.. bytes]);
    }

    [Fact]
    public void SpanBody_OfPaddedLengthsAndUnknownFields_GivesEveryByteBack()
    {
        byte[] id = [1, 2, 3, 4, 5, 6, 7, 8];
        // Span id with a length of three bytes; an unknown fixed32; a start time.
        byte[] span = [0x12, 0x88, 0x80, 0x00, .. id, 0x85, 0x7F, 9, 9, 9, 9, 0x39, .. id];
        Assert.True(AssertRoundTrip(span));
    }

    [Theory]
    [InlineData(new byte[] { 0x12, 8, 1, 1, 1, 1, 1, 1, 1, 1, 0x12, 8, 2, 2, 2, 2, 2, 2, 2, 2 })]
    [InlineData(new byte[] { 0x0B, 0x0C })]
    public void SpanBody_OfARepeatedIdOrAGroup_IsKeptWhole(byte[] span) => Assert.False(AssertRoundTrip(span));

    [Property(MaxTest = 100)]
    public void Block_OfRandomColumns_GivesThemBack(int seed)
    {
        var block = RandomBlock(new Random(seed), out var body);
        using var encoder = new BlockEncoder();
        using var decoder = new BlockDecoder();
        var payload = new ByteBuilder();
        encoder.Encode(block, body, payload);
        decoder.ReadColumns(payload.Written);
        Assert.Equal(block.Count, decoder.Columns.Count);
        for (var index = 0; index < block.Count; index++)
        {
            Assert.Equal(block.At(index), decoder.Columns.At(index));
            Assert.Equal(block.BodyLengths[index], decoder.Columns.BodyLengths[index]);
            Assert.Equal(block.AreVerbatim[index], decoder.Columns.AreVerbatim[index]);
        }

        Assert.Equal(body, decoder.ReadBodies(payload.Written).ToArray());
    }

    [Property(MaxTest = 200)]
    public void Block_WithAByteChanged_IsReadOrRefusedButNeverCrashes(int seed)
    {
        var random = new Random(seed);
        var block = RandomBlock(random, out var body);
        using var encoder = new BlockEncoder();
        using var decoder = new BlockDecoder();
        var payload = new ByteBuilder();
        encoder.Encode(block, body, payload);
        // Frames have a checksum, so this is beyond what can happen; still no length is trusted.
        payload.Written[random.Next(payload.Length)] ^= (byte)random.Next(1, 256);
        try
        {
            decoder.ReadColumns(payload.Written);
            decoder.ReadBodies(payload.Written);
        }
        catch (InvalidDataException)
        {
        }
    }

    private static BlockColumns RandomBlock(Random random, out byte[] body)
    {
        var block = new BlockColumns();
        var traces = random.Next(1, 20);
        block.Reset(traces * 40);
        for (var trace = 0; trace < traces; trace++)
        {
            for (var span = random.Next(1, 40); span > 0; span--)
            {
                var start = (ulong)random.NextInt64();
                block.Add(
                    new BlockSpan
                    {
                        TraceId = new TraceId((ulong)trace, 7),
                        SpanId = new SpanId((ulong)random.Next(50)),
                        ParentSpanId = new SpanId((ulong)random.Next(60)),
                        StartUnixNano = random.Next(5) == 0 ? ulong.MaxValue : start, EndUnixNano = random.Next(5) == 0 ? 0 : start + 17,
                        Origin = random.Next(300), Status = (SpanStatus)random.Next(-1, 4),
                    },
                    random.Next(3), random.Next(8) == 0);
            }
        }

        body = new byte[block.BodyLengths.AsSpan(0, block.Count).ToArray().Sum()];
        random.NextBytes(body);
        return block;
    }

    private static void Mutate(List<byte> bytes, Random random)
    {
        var position = random.Next(bytes.Count);
        switch (random.Next(3))
        {
            case 0:
                bytes[position] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes.RemoveRange(position, Math.Min(random.Next(1, 12), bytes.Count - position));
                bytes.Add(0);
                break;
            default:
                bytes.InsertRange(position, bytes.GetRange(0, Math.Min(random.Next(1, 40), bytes.Count)));
                break;
        }
    }

    /// <returns>Whether values were left out of the body.</returns>
    private static bool AssertRoundTrip(byte[] span)
    {
        SpanHeaderReader.TryRead(span, out var header, out _);
        var columns = new BlockSpan
        {
            TraceId = header.TraceId, SpanId = header.SpanId, ParentSpanId = header.ParentSpanId, StartUnixNano = header.StartUnixNano,
            EndUnixNano = header.EndUnixNano, Origin = 0, Status = header.Status,
        };
        var (body, restored) = (new ByteBuilder(), new ByteBuilder());
        if (!SpanBody.TryAdd(span, columns, body))
        {
            Assert.Equal(0, body.Length);
            return false;
        }

        SpanBody.Restore(body.Written, columns, restored);
        Assert.Equal(span, restored.Written.ToArray());
        return true;
    }
}
