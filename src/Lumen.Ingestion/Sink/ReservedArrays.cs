using System.Buffers;
using System.Numerics;

namespace Lumen.Ingestion;

/// <summary>
/// Arrays of the pool of bodies that are reserved from the intake budget before they are rented: what reading one request writes into, and
/// what its batch takes beside. Not thread-safe.
/// </summary>
/// <param name="budget">What arrays are reserved from.</param>
/// <param name="reserved">The bytes of an array that the request holds already.</param>
internal sealed class ReservedArrays(IntakeBudget budget, long reserved) : ArrayPool<byte>
{
    private const int SmallestArray = 16;

    /// <summary>From here on the pool makes arrays of the length that is asked for.</summary>
    private const int LargestPooledArray = 1 << 30;

    private long _reserved = reserved;

    /// <summary>The bytes that have not been given back.</summary>
    internal long Reserved => _reserved;

    /// <inheritdoc/>
    /// <exception cref="IntakeFullException">The budget has no room for it; nothing was rented.</exception>
    public override byte[] Rent(int minimumLength)
    {
        var bytes = LengthOf(minimumLength);
        Reserve(bytes);
        return PayloadPool.Instance.Rent(bytes);
    }

    /// <summary>Reserves memory of another kind that the request takes; a negative number gives it back.</summary>
    /// <exception cref="IntakeFullException">The budget has no room for it; nothing was reserved.</exception>
    internal void Reserve(long bytes)
    {
        if (bytes < 0)
        {
            Release(-bytes);
            return;
        }

        if (!budget.TryReserve(bytes))
        {
            throw new IntakeFullException();
        }

        _reserved += bytes;
    }

    /// <inheritdoc/>
    public override void Return(byte[] array, bool clearArray = false)
    {
        PayloadPool.Instance.Return(array, clearArray);
        Release(Math.Min(array.Length, _reserved));
    }

    /// <summary>Gives back what is still reserved.</summary>
    internal void ReleaseAll() => Release(_reserved);

    /// <summary>How long an array of the pool is that has room for so many bytes.</summary>
    private static int LengthOf(int bytes) => bytes > LargestPooledArray
        ? bytes
        : Math.Max(SmallestArray, (int)BitOperations.RoundUpToPowerOf2((uint)bytes));

    private void Release(long bytes)
    {
        _reserved -= bytes;
        budget.Release(bytes);
    }
}
