using System.Buffers;
using System.Collections.Concurrent;
using System.Numerics;

namespace Lumen;

/// <summary>
/// The arrays of request bodies. Small ones are the shared pool's. That pool keeps large ones for each thread that ever had one, so that
/// some bodies of 64 MiB hold gigabytes after they have gone; here all idle large ones together are bounded by
/// <see cref="MostIdleBytes"/>, and the rest is left to the collector. Thread-safe.
/// </summary>
/// <remarks>Lengths are powers of two up to 1 GiB. What is returned must not be used any more, nor be returned again.</remarks>
public sealed class PayloadPool : ArrayPool<byte>
{
    /// <summary>How many bytes large arrays have in all that nobody uses: 32 MiB.</summary>
    public const long MostIdleBytes = 32L * 1024 * 1024;

    /// <summary>From here on an array is large: 1 MiB.</summary>
    public const int LargeBytes = 1024 * 1024;

    private const int LargestPower = 30;

    private readonly ConcurrentStack<byte[]>[] _idle =
        [.. Enumerable.Range(0, LargestPower + 1).Select(_ => new ConcurrentStack<byte[]>())];

    private long _idleBytes;

    /// <summary>The pool of the process, to which batches return their payloads.</summary>
    public static PayloadPool Instance { get; } = new();

    /// <summary>How many bytes large arrays have that nobody uses.</summary>
    public long IdleBytes => Interlocked.Read(ref _idleBytes);

    /// <inheritdoc/>
    public override byte[] Rent(int minimumLength)
    {
        if (minimumLength > 1 << LargestPower)
        {
            return GC.AllocateUninitializedArray<byte>(minimumLength);
        }

        var length = (int)BitOperations.RoundUpToPowerOf2((uint)minimumLength);
        if (length < LargeBytes)
        {
            return Shared.Rent(minimumLength);
        }

        if (!_idle[BitOperations.Log2((uint)length)].TryPop(out var array))
        {
            return GC.AllocateUninitializedArray<byte>(length);
        }

        Interlocked.Add(ref _idleBytes, -length);
        return array;
    }

    /// <inheritdoc/>
    public override void Return(byte[] array, bool clearArray = false)
    {
        ArgumentNullException.ThrowIfNull(array);
        if (array.Length < LargeBytes)
        {
            Shared.Return(array, clearArray);
            return;
        }

        if (!BitOperations.IsPow2(array.Length) || !TryKeep(array.Length))
        {
            return;
        }

        if (clearArray)
        {
            Array.Clear(array);
        }

        _idle[BitOperations.Log2((uint)array.Length)].Push(array);
    }

    private bool TryKeep(int bytes)
    {
        if (Interlocked.Add(ref _idleBytes, bytes) <= MostIdleBytes)
        {
            return true;
        }

        Interlocked.Add(ref _idleBytes, -bytes);
        return false;
    }
}
