namespace Lumen.Storage.Embedded.Windows;

/// <summary>
/// Sorts hashes, and numbers along with them, by the upper 32 bits: a byte at a time, stable, in time that is linear in their count. Its
/// memory is used again. Not thread-safe.
/// </summary>
internal sealed class RadixOrder
{
    private const int FirstShift = 32;
    private const int Bits = 8;
    private const int Buckets = 1 << Bits;

    private readonly int[] _starts = new int[Buckets];
    private ulong[] _otherHashes = [];
    private int[] _otherNumbers = [];

    /// <summary>Sorts in place.</summary>
    internal void Sort(Span<ulong> hashes, Span<int> numbers)
    {
        if (_otherHashes.Length < hashes.Length)
        {
            _otherHashes = new ulong[hashes.Length];
            _otherNumbers = new int[hashes.Length];
        }

        var otherHashes = _otherHashes.AsSpan(0, hashes.Length);
        var otherNumbers = _otherNumbers.AsSpan(0, hashes.Length);
        // An even number of passes, so that the last one ends where the first began.
        for (var shift = FirstShift; shift < sizeof(ulong) * Bits; shift += 2 * Bits)
        {
            Pass(hashes, numbers, otherHashes, otherNumbers, shift);
            Pass(otherHashes, otherNumbers, hashes, numbers, shift + Bits);
        }
    }

    private void Pass(ReadOnlySpan<ulong> hashes, ReadOnlySpan<int> numbers, Span<ulong> toHashes, Span<int> toNumbers, int shift)
    {
        var starts = _starts.AsSpan();
        starts.Clear();
        foreach (var hash in hashes)
        {
            starts[(byte)(hash >> shift)]++;
        }

        var start = 0;
        foreach (ref var bucket in starts)
        {
            (bucket, start) = (start, start + bucket);
        }

        for (var index = 0; index < hashes.Length; index++)
        {
            var place = starts[(byte)(hashes[index] >> shift)]++;
            toHashes[place] = hashes[index];
            toNumbers[place] = numbers[index];
        }
    }
}
