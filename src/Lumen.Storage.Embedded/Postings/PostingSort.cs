using System.Runtime.InteropServices;

namespace Lumen.Storage.Embedded.Postings;

/// <summary>
/// Sorts pairs whose blocks ascend by their hashes, in time that is linear in their count, and drops those that are there twice. Its memory
/// is used again. Not thread-safe.
/// </summary>
internal sealed class PostingSort
{
    private const int Bits = 8;
    private const int FirstShift = 32;

    private readonly int[] _starts = new int[1 << Bits];
    private ulong[] _other = [];

    /// <summary>Sorts.</summary>
    /// <param name="pairs">Pairs in the order of their blocks.</param>
    internal void Sort(List<ulong> pairs)
    {
        if (_other.Length < pairs.Count)
        {
            _other = new ulong[pairs.Count];
        }

        var from = CollectionsMarshal.AsSpan(pairs);
        var to = _other.AsSpan(0, pairs.Count);
        for (var shift = FirstShift; shift < sizeof(ulong) * Bits; shift += Bits)
        {
            if (TryPass(from, to, shift))
            {
                var sorted = to;
                to = from;
                from = sorted;
            }
        }

        // The last pass may have ended in either array; dropping what is there twice moves it into place.
        var target = CollectionsMarshal.AsSpan(pairs);
        var count = 0;
        foreach (var pair in from)
        {
            if (count == 0 || target[count - 1] != pair)
            {
                target[count++] = pair;
            }
        }

        CollectionsMarshal.SetCount(pairs, count);
    }

    /// <returns>False, and nothing is moved, if all pairs are alike in this byte.</returns>
    private bool TryPass(ReadOnlySpan<ulong> from, Span<ulong> to, int shift)
    {
        var starts = _starts.AsSpan();
        starts.Clear();
        foreach (var pair in from)
        {
            starts[(byte)(pair >> shift)]++;
        }

        if (from.IsEmpty || starts[(byte)(from[0] >> shift)] == from.Length)
        {
            return false;
        }

        var start = 0;
        foreach (ref var bucket in starts)
        {
            (bucket, start) = (start, start + bucket);
        }

        foreach (var pair in from)
        {
            to[starts[(byte)(pair >> shift)]++] = pair;
        }

        return true;
    }
}
