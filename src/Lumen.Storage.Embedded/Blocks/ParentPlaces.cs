using System.Runtime.InteropServices;

namespace Lumen.Storage.Embedded.Blocks;

/// <summary>
/// Where in a block the parents of its spans are, and from which span a start is counted: the parent if it comes before, else the span
/// before. Used again for every block. Not thread-safe.
/// </summary>
internal sealed class ParentPlaces
{
    /// <summary>The code of a span without parent.</summary>
    internal const ulong None = 0;

    /// <summary>The parent is not in the same trace of the block; its id stands among the ids.</summary>
    internal const ulong Foreign = 1;

    private ulong[] _codes = [];

    /// <summary>The code of a span's parent: <see cref="None"/>, <see cref="Foreign"/>, or 2d for the span d places before and 2d + 1 for
    /// the span d places behind, in the same trace.</summary>
    internal ulong CodeOf(int index) => _codes[index];

    /// <summary>The span from whose start that of another is counted; -1 for the first of a block, which is counted from 0.</summary>
    internal int StartsAfter(int index) => StartsAfter(index, _codes[index]);

    /// <summary>The same by a code; the code must have been checked.</summary>
    internal static int StartsAfter(int index, ulong code) =>
        code > Foreign && (code & 1) == 0 ? index - (int)(code >> 1) : index - 1;

    /// <summary>Finds the parents in a block.</summary>
    internal void Fill(BlockColumns block)
    {
        if (_codes.Length < block.Count)
        {
            _codes = new ulong[block.Count];
        }

        var traces = block.TraceIds.AsSpan(0, block.Count);
        for (var start = 0; start < traces.Length;)
        {
            var end = start + 1;
            while (end < traces.Length && traces[end] == traces[start])
            {
                end++;
            }

            var ids = MemoryMarshal.Cast<SpanId, ulong>(block.SpanIds.AsSpan(start, end - start));
            for (var index = start; index < end; index++)
            {
                _codes[index] = CodeOf(block.ParentSpanIds[index], index - start, ids);
            }

            start = end;
        }
    }

    private static ulong CodeOf(SpanId parent, int index, ReadOnlySpan<ulong> ids)
    {
        if (parent.IsZero)
        {
            return None;
        }

        // Parents mostly start before their children, and not long before.
        var before = ids[..index].LastIndexOf(parent.Value);
        if (before >= 0)
        {
            return (ulong)(index - before) * 2;
        }

        var behind = ids[(index + 1)..].IndexOf(parent.Value);
        return behind >= 0 ? ((ulong)(behind + 1) * 2) + 1 : Foreign;
    }
}
