using Lumen.Ingestion;

namespace Lumen.AspNetCore.Tests.Attacks;

/// <summary>
/// Looks again and again what requests hold of the intake budget and what the managed heap holds, and keeps the most. Garbage does not
/// count: how much of it may lie about is a setting of the process, not of the product.
/// </summary>
internal sealed class MemoryWatch : IAsyncDisposable
{
    private const int LooksBetweenCollections = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly IntakeBudget _budget;
    private readonly long _heapBefore = GC.GetTotalMemory(forceFullCollection: true);
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _watching;

    internal MemoryWatch(IntakeBudget budget)
    {
        _budget = budget;
        _watching = Task.Factory.StartNew(Watch, TaskCreationOptions.LongRunning);
    }

    /// <summary>The most bytes that were reserved at a time.</summary>
    internal long MostReserved { get; private set; }

    /// <summary>By how many bytes the managed heap grew at most, as it was after collections.</summary>
    internal long MostGrown { get; private set; }

    /// <summary>Asserts that the budget was kept, and that the heap grew by so many bytes at most.</summary>
    internal async Task AssertBoundedAsync(long heapBytes)
    {
        await DisposeAsync();
        Assert.InRange(MostReserved, 0, _budget.Capacity);
        Assert.InRange(MostGrown, 0, heapBytes);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"Reserved at most {MostReserved >> 10} of {_budget.Capacity >> 10} KiB; the heap grew by {MostGrown >> 20} MiB at most.");
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _watching;
    }

    private void Watch()
    {
        var looks = 0;
        do
        {
            MostReserved = Math.Max(MostReserved, _budget.Used);
            if (looks++ % LooksBetweenCollections == 0)
            {
                GC.Collect();
                MostGrown = Math.Max(MostGrown, GC.GetTotalMemory(forceFullCollection: false) - _heapBefore);
            }
        }
        while (!_ended.Token.WaitHandle.WaitOne(Pause));
    }
}
