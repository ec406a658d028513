namespace Lumen.Ingestion.Pipeline;

public sealed class WriterSignalTests
{
    [Fact]
    public void WaitAsync_AfterSignals_EndsAtOnceAndOnlyOnce()
    {
        var signal = new WriterSignal();
        signal.Set();
        signal.Set();

        Assert.True(signal.WaitAsync().AsTask().IsCompleted);
        Assert.False(signal.WaitAsync().AsTask().IsCompleted);
    }

    [Fact]
    public async Task WaitAsync_BeforeASignal_EndsWithIt()
    {
        var signal = new WriterSignal();
        var wait = signal.WaitAsync().AsTask();

        Assert.False(wait.IsCompleted);
        signal.Set();
        await wait;

        Assert.False(signal.WaitAsync().AsTask().IsCompleted);
    }

    [Fact]
    public async Task Set_AfterEachPieceOfWork_LeavesNoneOverlooked()
    {
        const int producers = 4;
        const int pieces = 20_000;
        var signal = new WriterSignal();
        var published = 0L;

        // It hangs if a signal is ever lost: the last piece of work is then never looked for.
        var consumer = Task.Run(async () =>
        {
            while (Interlocked.Read(ref published) < producers * pieces)
            {
                await signal.WaitAsync();
            }
        });
        await Task.WhenAll(Enumerable.Range(0, producers).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < pieces; i++)
            {
                Interlocked.Increment(ref published);
                signal.Set();
            }
        })));
        await consumer.WaitAsync(TimeSpan.FromMinutes(1));
    }
}
