using System.Buffers;
using System.Globalization;
using FsCheck.Xunit;
using Lumen.Otlp;
using Lumen.TestKit;

namespace Lumen.Core.Tests.Otlp.Requests;

/// <summary>What a batch takes beside its payload is reserved before it is taken.</summary>
public sealed class ReservedReadingTests
{
    private const int Many = 20_000;

    [Property(MaxTest = 50)]
    public void Read_AnyRequest_ReservesInTheEndWhatTheBatchTakes(int seed)
    {
        var request = new RandomOtlp(seed).NextRequest(Math.Abs(seed % 300)).Encode();
        var payload = Rent(request);
        var reserved = 0L;

        using var batch = OtlpRequestReader.Read(payload, request.Length, OtlpLimits.Default, bytes => reserved += bytes).Batch!;

        Assert.Equal(batch.MemoryBytes - payload.Length, reserved);
    }

    [Fact]
    public void Read_ManyOfEverything_IsReservedAsItGrowsAndNeverMuchTooHigh()
    {
        var request = ManyOfEverything().Encode();
        var payload = Rent(request);
        var (reserved, most, calls) = (0L, 0L, 0);

        using var batch = OtlpRequestReader.Read(payload, request.Length, OtlpLimits.Default, bytes =>
        {
            calls++;
            most = Math.Max(most, reserved += bytes);
        }).Batch!;

        var taken = batch.MemoryBytes - payload.Length;
        Assert.Equal(taken, reserved);
        Assert.InRange(most, taken, 3 * taken);
        Assert.InRange(calls, 10, Many);
    }

    [Theory]
    [InlineData("malformed")]
    [InlineData("repair")]
    [InlineData("too many")]
    public void Read_WithoutABatch_GivesAllBack(string what)
    {
        var request = ManyOfEverything();
        var payload = (what == "repair" ? request.Add(new SpanBuilder { TraceId = default }) : request).Encode();
        var (reserved, most) = (0L, 0L);

        var read = OtlpRequestReader.Read(
            payload,
            what == "malformed" ? payload.Length - 1 : payload.Length,
            what == "too many" ? OtlpLimits.Default with { MaxSpans = Many / 2 } : OtlpLimits.Default,
            bytes => most = Math.Max(most, reserved += bytes));

        Assert.Null(read.Batch);
        Assert.Equal(0, reserved);
        Assert.InRange(most, 1, long.MaxValue);
    }

    [Fact]
    public void Read_NoRoomForMore_EndsBeforeItIsTaken()
    {
        const int Room = 256 * 1024;
        var payload = ManyOfEverything().Encode();
        var reserved = 0L;
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<InsufficientMemoryException>(() => OtlpRequestReader.Read(payload, payload.Length, OtlpLimits.Default, Reserve));

        // The headers come from a pool, which may have to make them; a batch of all would take 7 MB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * Room);
        Assert.Equal(0, reserved);
        using var next = Reading.Read(new OtlpRequestBuilder().Add(new SpanBuilder()).Encode()).Batch;
        Assert.Equal(1, next!.Count);

        void Reserve(long bytes)
        {
            if (reserved + bytes > Room)
            {
                throw new InsufficientMemoryException();
            }

            reserved += bytes;
        }
    }

    [Fact]
    public void Read_OfWhatNeedsRepair_MakesNoNamesOfServices()
    {
        const int Length = 4 * 1024 * 1024;
        var payload = new OtlpRequestBuilder().Resource(new string('s', Length)).Add(new SpanBuilder()).Encode();
        var before = GC.GetAllocatedBytesForCurrentThread();

        var read = OtlpRequestReader.Read(payload, payload.Length, OtlpLimits.Default);

        Assert.Equal(OtlpReadStatus.NeedsRepair, read.Status);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Length / 4);
    }

    private static byte[] Rent(byte[] request)
    {
        var payload = ArrayPool<byte>.Shared.Rent(Math.Max(1, request.Length));
        request.CopyTo(payload, 0);
        return payload;
    }

    /// <summary>Every span with a resource, a scope and a name of its own.</summary>
    private static OtlpRequestBuilder ManyOfEverything()
    {
        var request = new OtlpRequestBuilder();
        for (var number = 1; number <= Many; number++)
        {
            var name = number.ToString(CultureInfo.InvariantCulture);
            request.Resource($"a service of many, number {name}").Scope(name);
            request.Add(new SpanBuilder { SpanId = new SpanId((ulong)number), Name = name });
        }

        return request;
    }
}
