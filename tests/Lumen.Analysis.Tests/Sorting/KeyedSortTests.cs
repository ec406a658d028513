namespace Lumen.Analysis.Tests.Sorting;

public sealed class KeyedSortTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(5_000)]
    public void Sort_AnyNumberOfRows_OrdersByKeyThenByTies(int count)
    {
        foreach (var greatest in new[] { 1, 3, 1_000, long.MaxValue })
        {
            var random = new Random(count);
            var rows = Enumerable.Range(0, count).Select(row => new KeyedRow((ulong)random.NextInt64(greatest), row)).ToArray();
            random.Shuffle(rows);
            var expected = rows.OrderBy(row => row.Key).ThenByDescending(row => row.Row).ToArray();
            KeyedSort.Sort(rows, new KeyedRow[count], default(Descending));
            Assert.Equal(expected, rows);
            KeyedSort.Sort(rows, new KeyedRow[count], default(Descending));
            Assert.Equal(expected, rows);
        }
    }

    private readonly struct Descending : ITieOrder
    {
        public bool Precedes(int left, int right) => left > right;
    }
}
