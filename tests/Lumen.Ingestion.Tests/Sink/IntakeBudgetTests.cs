namespace Lumen.Ingestion.Sink;

public sealed class IntakeBudgetTests
{
    [Fact]
    public void TryReserve_UpToTheCapacity_Reserves()
    {
        var budget = new IntakeBudget(100);

        Assert.True(budget.TryReserve(60));
        Assert.False(budget.TryReserve(41));
        Assert.False(budget.TryReserve(long.MaxValue));
        Assert.True(budget.TryReserve(40));
        budget.Release(60);

        Assert.Equal((40, 100), (budget.Used, budget.Capacity));
    }

    [Fact]
    public async Task TryReserve_BesideManyThatHaveNoRoom_FailsForNobodyWhoHas()
    {
        var budget = new IntakeBudget(1_000);
        using var ended = new CancellationTokenSource();
        var large = Enumerable.Range(0, 3).Select(_ => Task.Run(() => AskTooMuch(budget, ended.Token))).ToList();

        var (failures, mostUsed) = (0, 0L);
        for (var round = 0; round < 200_000; round++)
        {
            failures += budget.TryReserve(10) ? 0 : 1;
            mostUsed = Math.Max(mostUsed, budget.Used);
            budget.Release(10);
        }

        await ended.CancelAsync();
        await Task.WhenAll(large);

        Assert.Equal((0, 10), (failures, mostUsed));
    }

    private static void AskTooMuch(IntakeBudget budget, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            Assert.False(budget.TryReserve(1_001));
        }
    }
}
