using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lumen.Analysis;

/// <summary>
/// Scratch memory of one analysis, carved from few pooled arrays: an analysis needs some twenty columns, and renting each of them would
/// cost more than analysing a small trace.
/// </summary>
internal struct Arena
{
    private const int Alignment = 8;
    private const int MaximumBlock = 1 << 30;

    private Blocks _blocks;
    private int _count;
    private int _used;

    /// <param name="expectedBytes">What will be needed; more is taken in further blocks.</param>
    internal Arena(long expectedBytes) => AddBlock((int)Math.Min(expectedBytes, MaximumBlock));

    /// <summary>Takes memory whose content is arbitrary. Valid until <see cref="Dispose"/>.</summary>
    internal Span<T> Take<T>(int count)
        where T : unmanaged
    {
        var bytes = (checked((int)((long)count * Unsafe.SizeOf<T>())) + Alignment - 1) & -Alignment;
        if (bytes > _blocks[_count - 1].Length - _used)
        {
            AddBlock(Math.Max(bytes, (int)Math.Min(2L * _blocks[_count - 1].Length, MaximumBlock)));
        }

        var taken = _blocks[_count - 1].AsSpan(_used, bytes);
        _used += bytes;
        return MemoryMarshal.Cast<byte, T>(taken)[..count];
    }

    /// <summary>Takes memory that is all zero.</summary>
    internal Span<T> TakeZeroed<T>(int count)
        where T : unmanaged
    {
        var taken = Take<T>(count);
        taken.Clear();
        return taken;
    }

    internal void Dispose()
    {
        for (var block = 0; block < _count; block++)
        {
            ArrayPool<byte>.Shared.Return(_blocks[block]);
        }

        _count = 0;
    }

    private void AddBlock(int bytes)
    {
        _blocks[_count++] = ArrayPool<byte>.Shared.Rent(bytes);
        _used = 0;
    }

    /// <summary>A block is twice as long as the one before, and the first holds what most analyses need: these do not run out.</summary>
    [InlineArray(16)]
    private struct Blocks
    {
        private byte[] _first;
    }
}
