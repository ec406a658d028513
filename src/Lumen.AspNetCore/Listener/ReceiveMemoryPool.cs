using System.Buffers;
using System.Collections.Concurrent;

namespace Lumen.AspNetCore.Listener;

/// <summary>
/// Blocks of 64 KiB for what comes off a socket. Export requests are some hundred kilobytes long: with the server's own blocks of 4 KiB the
/// calls into the system cost more than all the rest of receiving. Thread-safe.
/// </summary>
/// <remarks>Untouched pages of a block cost no memory. Beyond <see cref="MaxIdleBlocks"/> idle blocks are left to the collector.</remarks>
internal sealed class ReceiveMemoryPool : MemoryPool<byte>
{
    public const int BlockBytes = 64 * 1024;
    public const int MaxIdleBlocks = 256;

    private readonly ConcurrentQueue<Block> _idle = [];
    private int _idleCount;

    public override int MaxBufferSize => BlockBytes;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
        if (_idle.TryDequeue(out var block))
        {
            Interlocked.Decrement(ref _idleCount);
            return block;
        }

        return new Block(this);
    }

    protected override void Dispose(bool disposing) => _idle.Clear();

    private void Return(Block block)
    {
        if (Interlocked.Increment(ref _idleCount) <= MaxIdleBlocks)
        {
            _idle.Enqueue(block);
        }
        else
        {
            Interlocked.Decrement(ref _idleCount);
        }
    }

    private sealed class Block(ReceiveMemoryPool pool) : IMemoryOwner<byte>
    {
        // Pinned once for ever: sockets would otherwise pin it for each call.
        private readonly byte[] _array = GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true);

        public Memory<byte> Memory => _array;

        public void Dispose() => pool.Return(this);
    }
}
