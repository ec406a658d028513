using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Postings;

/// <summary>
/// Which blocks of a segment hold what hashes to a number: a trace, an attribute key, an attribute with its value. Sorted by hash, on pages
/// of some kilobytes. A hash that is not there proves that what it stands for is not; one that is there may stand for something else.
/// </summary>
internal static class PostingPages
{
    /// <summary>A page ends when it has this many bytes.</summary>
    internal const int PageBytes = 4096;

    /// <summary>Adds the payload of a page.</summary>
    /// <param name="pairs">Pairs of hash and block, sorted, each once.</param>
    /// <param name="blockCount">How many blocks the segment has.</param>
    /// <param name="page">Where to add it.</param>
    /// <returns>How many of the pairs are on it. All pairs of a hash are on one page.</returns>
    internal static int WritePage(ReadOnlySpan<ulong> pairs, int blockCount, ByteBuilder page)
    {
        var (start, taken) = (page.Length, 0);
        var forms = new PostingForms(blockCount);
        Span<PostingGroup> groups = stackalloc PostingGroup[PostingGroups.MostOfPage];
        var count = 0;
        page.AddVarint(blockCount);
        while (taken < pairs.Length && page.Length - start < PageBytes)
        {
            var (first, begin) = (Posting.HashOf(pairs[taken]), page.Length);
            taken += WriteGroup(pairs[taken..], first, forms, page, start + PageBytes);
            groups[count++] = new PostingGroup(first, page.Length - begin);
        }

        PostingGroups.Write(groups[..count], page);
        return taken;
    }

    /// <summary>Adds the blocks that a page names for a hash.</summary>
    /// <exception cref="InvalidDataException">It is not a page.</exception>
    internal static void Find(ReadOnlySpan<byte> page, uint hash, List<int> blocks)
    {
        var groups = new PostingGroups(page);
        var found = groups.Find(hash, out var current);
        var parser = new ByteParser(found);
        var forms = new PostingForms(groups.BlockCount);
        while (parser.Left > 0)
        {
            var form = ReadEntry(ref parser, forms, ref current);
            if (current > hash)
            {
                return;
            }

            ReadBlocks(ref parser, form, forms, current == hash ? blocks : null);
        }
    }

    /// <summary>Adds the pairs of a page whose hashes lie in a range.</summary>
    /// <param name="page">The page.</param>
    /// <param name="hashes">The range.</param>
    /// <param name="firstBlock">What is added to the number of each block.</param>
    /// <param name="pairs">Where to add them.</param>
    /// <exception cref="InvalidDataException">It is not a page.</exception>
    internal static void Read(ReadOnlySpan<byte> page, HashRange hashes, int firstBlock, List<ulong> pairs)
    {
        var groups = new PostingGroups(page);
        var forms = new PostingForms(groups.BlockCount);
        var blocks = new List<int>();
        while (groups.Next(out var group, out var current))
        {
            var parser = new ByteParser(group);
            while (parser.Left > 0)
            {
                var form = ReadEntry(ref parser, forms, ref current);
                if (current > hashes.Last)
                {
                    return;
                }

                blocks.Clear();
                ReadBlocks(ref parser, form, forms, blocks);
                if (current >= hashes.First)
                {
                    foreach (var block in blocks)
                    {
                        pairs.Add(Posting.Pair(current, firstBlock + block));
                    }
                }
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

    /// <returns>How many of the pairs are in the group.</returns>
    private static int WriteGroup(ReadOnlySpan<ulong> pairs, uint first, PostingForms forms, ByteBuilder page, int pageEnd)
    {
        var (taken, previous) = (0, first);
        for (var entry = 0; entry < PostingGroups.Entries && taken < pairs.Length && page.Length < pageEnd; entry++)
        {
            var hash = Posting.HashOf(pairs[taken]);
            var end = taken + 1;
            while (end < pairs.Length && Posting.HashOf(pairs[end]) == hash)
            {
                end++;
            }

            WriteEntry(pairs[taken..end], hash - previous, forms, page);
            previous = hash;
            taken = end;
        }

        return taken;
    }

    /// <summary>
    /// An entry begins with one number that says the distance of its hash and what follows: nothing if it is one block, whose number it is,
    /// the blocks themselves if they are few.
    /// </summary>
    private static void WriteEntry(ReadOnlySpan<ulong> pairs, uint distance, PostingForms forms, ByteBuilder page)
    {
        var form = pairs.Length == 1 ? Posting.BlockOf(pairs[0]) : forms.Of(pairs.Length);
        page.AddVarint(((ulong)distance * forms.Count) + (ulong)form);
        if (form == forms.Bitmap)
        {
            var bitmap = page.Reserve(forms.BitmapBytes);
            bitmap.Clear();
            foreach (var pair in pairs)
            {
                bitmap[Posting.BlockOf(pair) / PostingForms.BitsOfByte] |= (byte)(1 << (Posting.BlockOf(pair) % PostingForms.BitsOfByte));
            }
        }
        else if (!forms.IsBlock(form))
        {
            AddList(pairs, isCounted: form == forms.LongList, page);
        }
    }

    private static void AddList(ReadOnlySpan<ulong> pairs, bool isCounted, ByteBuilder page)
    {
        if (isCounted)
        {
            page.AddVarint(pairs.Length);
        }

        var block = 0;
        foreach (var pair in pairs)
        {
            page.AddVarint(Posting.BlockOf(pair) - block);
            block = Posting.BlockOf(pair);
        }
    }

    /// <returns>The number of a block, or behind those a form.</returns>
    private static int ReadEntry(ref ByteParser parser, PostingForms forms, ref uint current)
    {
        var (distance, form) = Math.DivRem(parser.TakeVarint(), forms.Count);
        current += (uint)distance;
        return (int)form;
    }

    private static void ReadBlocks(ref ByteParser parser, int form, PostingForms forms, List<int>? blocks)
    {
        if (forms.IsBlock(form))
        {
            blocks?.Add(form);
            return;
        }

        if (form == forms.Bitmap)
        {
            AddBits(parser.Take(forms.BitmapBytes), blocks);
            return;
        }

        var block = 0;
        for (var left = form == forms.LongList ? parser.TakeCount() : forms.LengthOf(form); left > 0; left--)
        {
            block += parser.TakeInt();
            blocks?.Add(block);
        }
    }

    private static void AddBits(ReadOnlySpan<byte> bitmap, List<int>? blocks)
    {
        for (var bit = 0; blocks is not null && bit < bitmap.Length * PostingForms.BitsOfByte; bit++)
        {
            if ((bitmap[bit / PostingForms.BitsOfByte] & (1 << (bit % PostingForms.BitsOfByte))) != 0)
            {
                blocks.Add(bit);
            }
        }
    }
}
