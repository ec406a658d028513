using System.IO.Pipelines;
using Lumen.AspNetCore.Otlp;
using Lumen.Ingestion;

namespace Lumen.AspNetCore.Tests.Otlp;

public sealed class BodyReaderTests
{
    private const int Limit = 100_000;

    private readonly IntakeBudget _budget = new(64 * 1024 * 1024);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Limit)]
    public async Task CopyAsync_UpToTheLimit_IsComplete(int length)
    {
        var bytes = Noise(length);
        using var payload = new OtlpPayload(_budget);

        var status = await BodyReader.CopyAsync(MessageSource.ToTheEnd(Pipe(bytes), null, Limit), payload, default);

        Assert.Equal(BodyStatus.Complete, status);
        Assert.Equal(bytes, payload.Received);
    }

    [Fact]
    public async Task CopyAsync_OneByteMore_IsTooLarge()
    {
        using var payload = new OtlpPayload(_budget);

        var status = await BodyReader.CopyAsync(MessageSource.ToTheEnd(Pipe(Noise(Limit + 1)), null, Limit), payload, default);

        Assert.Equal(BodyStatus.TooLarge, status);
    }

    [Theory]
    [InlineData(10, 10, BodyStatus.Complete)]
    [InlineData(10, 11, BodyStatus.Truncated)]
    [InlineData(10, 9, BodyStatus.MoreThanOne)]
    [InlineData(0, 0, BodyStatus.Complete)]
    [InlineData(0, Limit, BodyStatus.Truncated)]
    [InlineData(10, 4_000_000_000, BodyStatus.TooLarge)]
    internal async Task CopyAsync_DeclaredLength_MustBeWhatComes(int length, long declared, BodyStatus expected)
    {
        using var payload = new OtlpPayload(_budget);

        Assert.Equal(expected, await BodyReader.CopyAsync(MessageSource.OfLength(Pipe(Noise(length)), declared, Limit), payload, default));
        Assert.True(_budget.Used < 32_768, "A declared length reserves nothing.");
    }

    [Fact]
    public async Task CopyAsync_NoRoomInTheBudget_SaysSoAndGivesBack()
    {
        var budget = new IntakeBudget(50_000);
        var payload = new OtlpPayload(budget);

        var status = await BodyReader.CopyAsync(MessageSource.ToTheEnd(Pipe(Noise(90_000)), null, Limit), payload, default);
        payload.Dispose();

        Assert.Equal((BodyStatus.NoRoom, 0L), (status, budget.Used));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReadBody_NoRoomInTheBudget_LeavesTheRestToBeReadAway(bool isGzip)
    {
        using var payload = new OtlpPayload(new IntakeBudget(20_000));
        var bytes = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        await bytes.Writer.WriteAsync(isGzip ? ExportRequests.Gzip(Noise(90_000)) : Noise(90_000), TestContext.Current.CancellationToken);
        var source = MessageSource.ToTheEnd(bytes.Reader, null, Limit);

        var status = isGzip
            ? await BodyReader.InflateAsync(source, payload, default)
            : await BodyReader.CopyAsync(source, payload, default);

        Assert.Equal(BodyStatus.NoRoom, status);
        var rest = await bytes.Reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.False(rest.Buffer.IsEmpty);
        bytes.Reader.AdvanceTo(rest.Buffer.End);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(5_000, 3)]
    [InlineData(Limit / 5, 4)]
    public async Task InflateAsync_Members_AreJoined(int length, int members)
    {
        var bytes = Noise(length);
        var body = Enumerable.Repeat(ExportRequests.Gzip(bytes), members).SelectMany(member => member).ToArray();
        var (status, inflated) = await InflateAsync(body);

        Assert.Equal(BodyStatus.Complete, status);
        Assert.Equal(Enumerable.Repeat(bytes, members).SelectMany(part => part), inflated);
    }

    [Fact]
    public async Task InflateAsync_EmptyBody_IsAnEmptyRequest()
    {
        var (status, inflated) = await InflateAsync([]);

        Assert.Equal(BodyStatus.Complete, status);
        Assert.Empty(inflated);
    }

    [Theory]
    [InlineData(Limit, BodyStatus.Complete)]
    [InlineData(Limit + 1, BodyStatus.TooLarge)]
    [InlineData(300 * Limit, BodyStatus.TooLarge)]
    internal async Task InflateAsync_InflatedLength_IsLimited(int length, BodyStatus expected)
    {
        var (status, _) = await InflateAsync(ExportRequests.Gzip(new byte[length]));

        Assert.Equal(expected, status);
    }

    [Fact]
    public async Task InflateAsync_ReadThatBringsNothing_GoesOn()
    {
        var pipe = new Pipe();
        pipe.Reader.CancelPendingRead();
        using var payload = new OtlpPayload(_budget);
        var inflating = BodyReader.InflateAsync(MessageSource.ToTheEnd(pipe.Reader, null, Limit), payload, default);
        await pipe.Writer.WriteAsync(ExportRequests.Gzip(Noise(10)), TestContext.Current.CancellationToken);
        await pipe.Writer.CompleteAsync();

        Assert.Equal(BodyStatus.Complete, await inflating);
        Assert.Equal(10, payload.Length);
    }

    [Fact]
    public async Task InflateAsync_Bomb_HoldsNoMoreThanTheLimitNeeds()
    {
        using var payload = new OtlpPayload(_budget);
        var bomb = ExportRequests.Gzip(new byte[50_000_000]);

        var status = await BodyReader.InflateAsync(MessageSource.ToTheEnd(Pipe(bomb), null, Limit), payload, default);

        Assert.Equal(BodyStatus.TooLarge, status);
        Assert.InRange(_budget.Used, Limit, 2 * Limit);
    }

    [Fact]
    public async Task InflateAsync_CutAnywhere_IsCorrupt()
    {
        var body = ExportRequests.Gzip(Noise(300));
        for (var length = 1; length < body.Length; length++)
        {
            var (status, _) = await InflateAsync(body[..length]);
            Assert.True(status == BodyStatus.Corrupt, $"Cut at {length} of {body.Length}: {status}");
        }
    }

    [Fact]
    public async Task InflateAsync_SecondMemberCutAnywhere_IsCorrupt()
    {
        var member = ExportRequests.Gzip(Noise(300));
        for (var length = 1; length < member.Length; length++)
        {
            var (status, _) = await InflateAsync([.. member, .. member[..length]]);
            Assert.True(status == BodyStatus.Corrupt, $"Cut at {length} of {member.Length}: {status}");
        }
    }

    [Fact]
    public async Task InflateAsync_AnyBitFlippedBehindTheHeader_NeverGivesOtherBytes()
    {
        const int HeaderBytes = 10;
        var bytes = Noise(300);
        var body = ExportRequests.Gzip(bytes);
        for (var bit = HeaderBytes * 8; bit < body.Length * 8; bit++)
        {
            var flipped = body.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            var (status, inflated) = await InflateAsync(flipped);

            // A few bits are padding, which nothing reads.
            Assert.True(status == BodyStatus.Corrupt || bytes.AsSpan().SequenceEqual(inflated), $"Bit {bit}: {status}");
        }
    }

    [Theory]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0x1f })]
    [InlineData(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })]
    public async Task InflateAsync_BytesBehindTheEnd_AreCorrupt(byte[] tail)
    {
        var (status, _) = await InflateAsync([.. ExportRequests.Gzip(Noise(300)), .. tail]);

        Assert.Equal(BodyStatus.Corrupt, status);
    }

    [Fact]
    public async Task InflateAsync_ByteByByte_IsTheSame()
    {
        var bytes = Noise(300);
        var pipe = new Pipe();
        using var payload = new OtlpPayload(_budget);
        var inflating = BodyReader.InflateAsync(MessageSource.ToTheEnd(pipe.Reader, null, Limit), payload, default);

        foreach (var octet in ExportRequests.Gzip(bytes))
        {
            await pipe.Writer.WriteAsync(new[] { octet }, TestContext.Current.CancellationToken);
        }

        await pipe.Writer.CompleteAsync();

        Assert.Equal(BodyStatus.Complete, await inflating);
        Assert.Equal(bytes, payload.Received);
    }

    private async Task<(BodyStatus Status, byte[] Inflated)> InflateAsync(byte[] body)
    {
        using var payload = new OtlpPayload(_budget);
        var status = await BodyReader.InflateAsync(MessageSource.ToTheEnd(Pipe(body), null, Limit), payload, default);
        return (status, payload.Received.ToArray());
    }

    private static PipeReader Pipe(byte[] bytes) => PipeReader.Create(new MemoryStream(bytes));

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
