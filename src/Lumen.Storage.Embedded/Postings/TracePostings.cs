using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Postings;

/// <summary>
/// Which blocks of a segment hold which traces: pairs of hash and block, sorted, on pages of some kilobytes. A hash that is not there
/// proves that the trace is not; one that is there may be another trace's.
/// </summary>
internal static class TracePostings
{
    /// <summary>A page ends when it has this many bytes.</summary>
    internal const int PageBytes = 4096;

    private const int BlockBits = 32;

    /// <summary>A pair in one number, so that sorting numbers sorts pairs.</summary>
    internal static ulong Pair(uint hash, int block) => ((ulong)hash << BlockBits) | (uint)block;

    /// <summary>The hash of a pair.</summary>
    internal static uint HashOf(ulong pair) => (uint)(pair >> BlockBits);

    /// <summary>Adds the payload of a page.</summary>
    /// <param name="pairs">Sorted pairs.</param>
    /// <param name="page">Where to add it.</param>
    /// <returns>How many of the pairs are on it. All pairs of a hash are on one page.</returns>
    internal static int WritePage(ReadOnlySpan<ulong> pairs, ByteBuilder page)
    {
        var (start, taken) = (page.Length, 0);
        uint previous = 0;
        while (taken < pairs.Length && page.Length - start < PageBytes)
        {
            var hash = HashOf(pairs[taken]);
            var end = taken + 1;
            while (end < pairs.Length && HashOf(pairs[end]) == hash)
            {
                end++;
            }

            page.AddVarint(hash - previous);
            page.AddVarint(end - taken);
            var block = 0;
            foreach (var pair in pairs[taken..end])
            {
                page.AddVarint((int)(uint)pair - block);
                block = (int)(uint)pair;
            }

            previous = hash;
            taken = end;
        }

        return taken;
    }

    /// <summary>Adds the blocks that a page names for a hash.</summary>
    internal static void Find(ReadOnlySpan<byte> page, uint hash, List<int> blocks)
    {
        var parser = new ByteParser(page);
        uint current = 0;
        while (parser.Left > 0 && current <= hash)
        {
            current += (uint)parser.TakeVarint();
            var block = 0;
            for (var left = parser.TakeCount(); left > 0; left--)
            {
                block += parser.TakeInt();
                if (current == hash)
                {
                    blocks.Add(block);
                }
            }
        }
    }

    /// <summary>Adds every pair of a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="firstBlock">What is added to the number of each block.</param>
    /// <param name="pairs">Where to add them.</param>
    internal static void ReadAll(ReadOnlySpan<byte> page, int firstBlock, List<ulong> pairs)
    {
        var parser = new ByteParser(page);
        uint hash = 0;
        while (parser.Left > 0)
        {
            hash += (uint)parser.TakeVarint();
            var block = 0;
            for (var left = parser.TakeCount(); left > 0; left--)
            {
                block += parser.TakeInt();
                pairs.Add(Pair(hash, firstBlock + block));
            }
        }
    }

    /// <summary>The page that a hash would be on; -1 if it is below all.</summary>
    internal static int PageOf(ReadOnlySpan<PostingPage> pages, uint hash)
    {
        var (low, high) = (0, pages.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (pages[middle].FirstHash <= hash)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return high;
    }
}
