namespace Lumen.Analysis.Tests.Memory;

public sealed class ArenaTests
{
    [Fact]
    public void Take_BeyondTheFirstBlock_GivesMemoryOfItsOwn()
    {
        var arena = new Arena(expectedBytes: 16);
        for (var round = 0; round < 100; round++)
        {
            var numbers = arena.Take<ulong>(7);
            var flags = arena.Take<bool>(3);
            var zeros = arena.TakeZeroed<int>(5);
            numbers.Fill(ulong.MaxValue);
            flags.Fill(true);
            Assert.Equal(new int[5], zeros);
            Assert.Equal((7, 3, 5), (numbers.Length, flags.Length, zeros.Length));
            zeros.Fill(-1);
            Assert.Equal(Enumerable.Repeat(ulong.MaxValue, 7), numbers.ToArray());
        }

        arena.Dispose();
    }

    [Fact]
    public void Take_Nothing_GivesNothing()
    {
        var arena = new Arena(expectedBytes: 0);
        Assert.True(arena.Take<int>(0).IsEmpty);
        arena.Dispose();
    }
}
