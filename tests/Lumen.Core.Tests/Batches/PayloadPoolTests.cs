namespace Lumen.Core.Tests.Batches;

public sealed class PayloadPoolTests
{
    private readonly PayloadPool _pool = new();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(PayloadPool.LargeBytes / 2, PayloadPool.LargeBytes / 2)]
    [InlineData((PayloadPool.LargeBytes / 2) + 1, PayloadPool.LargeBytes)]
    [InlineData(PayloadPool.LargeBytes + 1, 2 * PayloadPool.LargeBytes)]
    public void Rent_AnyLength_HasRoomForIt(int asked, int least)
    {
        var array = _pool.Rent(asked);

        Assert.InRange(array.Length, least, int.MaxValue);
        Assert.True(array.Length < PayloadPool.LargeBytes || array.Length == least);
        _pool.Return(array);
    }

    [Fact]
    public void Rent_AfterALargeOneCameBack_IsThatOne()
    {
        var array = _pool.Rent(3_000_000);
        _pool.Return(array);

        Assert.Equal(array.Length, _pool.IdleBytes);
        Assert.Same(array, _pool.Rent(3_000_000));
        Assert.Equal(0, _pool.IdleBytes);
    }

    [Fact]
    public void Return_MoreThanMayBeIdle_IsLeftToTheCollector()
    {
        var arrays = Enumerable.Range(0, 20).Select(_ => _pool.Rent(4 * PayloadPool.LargeBytes)).ToList();
        arrays.ForEach(array => _pool.Return(array));
        _pool.Return(_pool.Rent((int)PayloadPool.MostIdleBytes * 2));

        Assert.Equal(PayloadPool.MostIdleBytes, _pool.IdleBytes);
    }

    [Fact]
    public void Return_ArrayOfAnotherMake_IsNotKept()
    {
        _pool.Return(new byte[PayloadPool.LargeBytes + 1]);

        Assert.Equal(0, _pool.IdleBytes);
    }

    [Fact]
    public async Task RentAndReturn_FromManyThreads_GiveEachAnArrayOfItsOwn()
    {
        var workers = Enumerable.Range(1, 4).Select(worker => Task.Run(() =>
        {
            for (var round = 0; round < 2_000; round++)
            {
                var array = _pool.Rent(PayloadPool.LargeBytes);
                array[0] = (byte)worker;
                array[^1] = (byte)worker;
                Thread.Yield();
                Assert.Equal((worker, worker), (array[0], array[^1]));
                _pool.Return(array);
            }
        }));

        await Task.WhenAll(workers);

        Assert.InRange(_pool.IdleBytes, PayloadPool.LargeBytes, 4 * PayloadPool.LargeBytes);
    }
}
