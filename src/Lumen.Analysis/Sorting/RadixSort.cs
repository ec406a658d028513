namespace Lumen.Analysis;

/// <summary>
/// Sorts by key byte by byte, the lowest first, and leaves out bytes all keys have in common: the times of one trace differ in few. Stable
/// and O(n), it beats every comparison sort on long lists.
/// </summary>
internal static class RadixSort
{
    private const int Buckets = 1 << 8;
    private const ulong LowByte = Buckets - 1;

    internal static void Sort(Span<KeyedRow> rows, Span<KeyedRow> spare)
    {
        var source = rows;
        var target = spare[..rows.Length];
        var different = DifferentBits(rows);
        for (var shift = 0; shift < 64; shift += 8)
        {
            if (((different >> shift) & LowByte) != 0)
            {
                Distribute(source, target, shift);
                var sorted = target;
                target = source;
                source = sorted;
            }
        }

        if (source != rows)
        {
            source.CopyTo(rows);
        }
    }

    private static ulong DifferentBits(ReadOnlySpan<KeyedRow> rows)
    {
        var different = 0UL;
        foreach (ref readonly var row in rows)
        {
            different |= row.Key ^ rows[0].Key;
        }

        return different;
    }

    private static void Distribute(ReadOnlySpan<KeyedRow> source, Span<KeyedRow> target, int shift)
    {
        Span<int> next = stackalloc int[Buckets];
        next.Clear();
        foreach (ref readonly var row in source)
        {
            next[(int)((row.Key >> shift) & LowByte)]++;
        }

        var sum = 0;
        foreach (ref var first in next)
        {
            sum += first;
            first = sum - first;
        }

        foreach (ref readonly var row in source)
        {
            target[next[(int)((row.Key >> shift) & LowByte)]++] = row;
        }
    }
}
