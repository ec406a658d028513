namespace Lumen.Analysis;

/// <summary>
/// Sorts by a key and then by an order of ties: long lists by their keys' bytes, short ones and ties by merging from the bottom up.
/// O(n log n) for every input, O(n) for sorted input, no recursion, no allocation, and the comparison is compiled into it, which the sorts
/// of the base library do for primitive keys only.
/// </summary>
internal static class KeyedSort
{
    private const int RunLength = 16;

    /// <summary>From here on, sorting by bytes is the faster way.</summary>
    private const int Long = 256;

    /// <summary>Sorts by ascending key, equal keys by <paramref name="ties"/>.</summary>
    /// <param name="rows">What to sort.</param>
    /// <param name="scratch">At least as long as <paramref name="rows"/>; overwritten.</param>
    /// <param name="ties">The order of equal keys.</param>
    internal static void Sort<TTies>(Span<KeyedRow> rows, Span<KeyedRow> scratch, in TTies ties)
        where TTies : ITieOrder, allows ref struct
    {
        if (IsSorted(rows, in ties))
        {
            return;
        }

        if (rows.Length < Long)
        {
            MergeSort(rows, scratch, in ties);
            return;
        }

        RadixSort.Sort(rows, scratch);
        for (var start = 0; start < rows.Length;)
        {
            var end = start + 1;
            while (end < rows.Length && rows[end].Key == rows[start].Key)
            {
                end++;
            }

            if (end - start > 1)
            {
                MergeSort(rows[start..end], scratch, in ties);
            }

            start = end;
        }
    }

    private static void MergeSort<TTies>(Span<KeyedRow> rows, Span<KeyedRow> scratch, in TTies ties)
        where TTies : ITieOrder, allows ref struct
    {
        for (var start = 0; start < rows.Length; start += RunLength)
        {
            InsertionSort(rows.Slice(start, Math.Min(RunLength, rows.Length - start)), in ties);
        }

        if (rows.Length > RunLength)
        {
            MergeRuns(rows, scratch[..rows.Length], in ties);
        }
    }

    private static bool IsSorted<TTies>(ReadOnlySpan<KeyedRow> rows, in TTies ties)
        where TTies : ITieOrder, allows ref struct
    {
        for (var next = 1; next < rows.Length; next++)
        {
            if (Precedes(rows[next], rows[next - 1], in ties))
            {
                return false;
            }
        }

        return true;
    }

    private static void InsertionSort<TTies>(Span<KeyedRow> rows, in TTies ties)
        where TTies : ITieOrder, allows ref struct
    {
        for (var next = 1; next < rows.Length; next++)
        {
            var row = rows[next];
            var place = next;
            while (place > 0 && Precedes(row, rows[place - 1], in ties))
            {
                rows[place] = rows[place - 1];
                place--;
            }

            rows[place] = row;
        }
    }

    private static void MergeRuns<TTies>(Span<KeyedRow> rows, Span<KeyedRow> scratch, in TTies ties)
        where TTies : ITieOrder, allows ref struct
    {
        var source = rows;
        var target = scratch;
        for (long width = RunLength; width < rows.Length; width *= 2)
        {
            for (long start = 0; start < rows.Length; start += 2 * width)
            {
                var middle = (int)Math.Min(start + width, rows.Length);
                var end = (int)Math.Min(start + (2 * width), rows.Length);
                Merge(source[(int)start..middle], source[middle..end], target[(int)start..end], in ties);
            }

            var merged = target;
            target = source;
            source = merged;
        }

        if (source != rows)
        {
            source.CopyTo(rows);
        }
    }

    private static void Merge<TTies>(ReadOnlySpan<KeyedRow> left, ReadOnlySpan<KeyedRow> right, Span<KeyedRow> target, in TTies ties)
        where TTies : ITieOrder, allows ref struct
    {
        int leftNext = 0, rightNext = 0;
        while (leftNext < left.Length && rightNext < right.Length)
        {
            target[leftNext + rightNext] = Precedes(right[rightNext], left[leftNext], in ties) ? right[rightNext++] : left[leftNext++];
        }

        var rest = target[(leftNext + rightNext)..];
        left[leftNext..].CopyTo(rest);
        right[rightNext..].CopyTo(rest);
    }

    private static bool Precedes<TTies>(in KeyedRow left, in KeyedRow right, in TTies ties)
        where TTies : ITieOrder, allows ref struct =>
        left.Key != right.Key ? left.Key < right.Key : ties.Precedes(left.Row, right.Row);
}
