using System.Runtime.CompilerServices;
using FsCheck.Xunit;

namespace Lumen.Ingestion.Pipeline;

public sealed class BatchRingTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(1_000, 1_024)]
    public void Capacity_OfAnyNumber_IsThePowerOfTwoAbove(int asked, int capacity) =>
        Assert.Equal(capacity, new BatchRing<object>(asked).Capacity);

    [Fact]
    public void TryEnqueue_FullRing_IsFalseUntilOneIsTaken()
    {
        var ring = new BatchRing<string>(2);

        Assert.True(ring.TryEnqueue("a"));
        Assert.True(ring.TryEnqueue("b"));
        Assert.False(ring.TryEnqueue("c"));
        Assert.True(ring.TryDequeue(out var first));
        Assert.Equal("a", first);
        Assert.True(ring.TryEnqueue("c"));
        Assert.Equal(2, ring.Count);
    }

    [Fact]
    public void TryDequeue_EmptyRing_IsFalse()
    {
        var ring = new BatchRing<string>(2);

        Assert.False(ring.TryDequeue(out _));
        Assert.Equal(0, ring.Count);
    }

    [Fact]
    public void TryDequeue_TakenItem_IsNoLongerHeld()
    {
        var ring = new BatchRing<object>(2);
        var item = EnqueueAndDequeue(ring);

        GC.Collect();

        Assert.False(item.IsAlive);
    }

    [Property(MaxTest = 200)]
    public bool Ring_OfOneThread_IsAQueue(byte capacity, bool[] enqueues)
    {
        var ring = new BatchRing<object>(capacity + 1);
        var model = new Queue<object>();
        foreach (var enqueue in enqueues)
        {
            var item = new object();
            var same = enqueue
                ? ring.TryEnqueue(item) == model.Count < ring.Capacity
                : ring.TryDequeue(out var taken) == model.TryDequeue(out var expected) && taken == expected;
            if (enqueue && model.Count < ring.Capacity)
            {
                model.Enqueue(item);
            }

            if (!same || ring.Count != model.Count || !Visited(ring).SequenceEqual(model))
            {
                return false;
            }
        }

        return true;
    }

    private static List<object> Visited(BatchRing<object> ring)
    {
        var visited = new List<object>();
        ring.Visit(visited.Add);
        return visited;
    }

    // In a method of its own, so that no local of the test keeps the item alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference EnqueueAndDequeue(BatchRing<object> ring)
    {
        var item = new object();
        Assert.True(ring.TryEnqueue(item));
        Assert.True(ring.TryDequeue(out var taken));
        Assert.Same(item, taken);
        return new WeakReference(item);
    }
}
