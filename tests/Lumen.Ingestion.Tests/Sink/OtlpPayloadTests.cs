namespace Lumen.Ingestion.Sink;

public sealed class OtlpPayloadTests
{
    private const int FirstBytes = 16 * 1024;

    private readonly IntakeBudget _budget = new(100 * 1024);

    [Fact]
    public void TryAppend_AnyBytes_ReservesAsItGrows()
    {
        using var payload = new OtlpPayload(_budget);
        Assert.Equal(0, _budget.Used);

        Assert.True(payload.TryAppend([1]));
        Assert.Equal(FirstBytes, _budget.Used);
        Assert.True(payload.TryAppend(new byte[FirstBytes]));

        Assert.Equal(2 * FirstBytes, _budget.Used);
        Assert.Equal(FirstBytes + 1, payload.Length);
        Assert.Equal(1, payload.Received[0]);
    }

    [Fact]
    public void TryAppend_BeyondTheBudget_IsFalseAndReservesNothingMore()
    {
        using var payload = new OtlpPayload(_budget);

        Assert.False(payload.TryAppend(new byte[80 * 1024]));

        Assert.Equal(4 * FirstBytes, _budget.Used);
    }

    [Fact]
    public void Dispose_Twice_ReleasesOnce()
    {
        var payload = new OtlpPayload(_budget);
        payload.TryAppend([1, 2, 3]);

        payload.Dispose();
        payload.Dispose();

        Assert.Equal(0, _budget.Used);
        Assert.Equal(0, payload.Length);
    }

    [Fact]
    public void Detach_Payload_HandsArrayAndReservationOver()
    {
        var payload = new OtlpPayload(_budget);
        payload.TryAppend([1, 2, 3]);

        var array = payload.Detach(out var reserved);
        payload.Dispose();

        Assert.Equal([1, 2, 3], array[..3]);
        Assert.Equal((FirstBytes, FirstBytes), (reserved, _budget.Used));
    }

    [Fact]
    public void Truncate_ToLess_KeepsTheFirstBytes()
    {
        using var payload = new OtlpPayload(_budget);
        payload.TryAppend([1, 2, 3]);

        payload.Truncate(2);

        Assert.Equal([1, 2], payload.Received.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => payload.Truncate(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => payload.Advance(FirstBytes));
    }

    [Fact]
    public async Task TryReserve_FromManyThreads_NeverGivesMoreThanThereIs()
    {
        var budget = new IntakeBudget(10);
        var held = 0;
        var most = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                if (budget.TryReserve(3))
                {
                    var now = Interlocked.Increment(ref held);
                    InterlockedMax(ref most, now);
                    Interlocked.Decrement(ref held);
                    budget.Release(3);
                }
            }
        })));

        Assert.InRange(most, 1, 3);
        Assert.Equal(0, budget.Used);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
