using FsCheck.Xunit;
using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Postings;

namespace Lumen.Storage.Embedded.ColumnTests;

/// <summary>Pages of postings give back what was written, and bytes that are no page are refused.</summary>
public sealed class PostingTests
{
    [Property(MaxTest = 100)]
    public void Pages_OfRandomPairs_GiveThemBack(int seed)
    {
        var random = new Random(seed);
        var pairs = RandomPairs(random);
        var expected = pairs.Distinct().Order().ToList();
        new PostingSort().Sort(pairs);
        Assert.Equal(expected, pairs);

        var (pages, read) = (Write(pairs), new List<ulong>());
        pages.ForEach(page => PostingPages.Read(page, new HashRange(0, uint.MaxValue), firstBlock: 3, read));
        Assert.Equal(expected.Select(pair => pair + 3), read);

        var half = new List<ulong>();
        var range = new HashRange(uint.MaxValue / 4, uint.MaxValue / 2);
        pages.ForEach(page => PostingPages.Read(page, range, firstBlock: 0, half));
        Assert.Equal(expected.Where(pair => Posting.HashOf(pair) >= range.First && Posting.HashOf(pair) <= range.Last), half);
    }

    [Property(MaxTest = 50)]
    public void Find_OfEveryHash_FindsItsBlocks(int seed)
    {
        var pairs = RandomPairs(new Random(seed));
        new PostingSort().Sort(pairs);
        var pages = Write(pairs);
        foreach (var hash in pairs.GroupBy(Posting.HashOf))
        {
            var found = new List<int>();
            pages.ForEach(page => PostingPages.Find(page, hash.Key, found));
            Assert.Equal(hash.Select(Posting.BlockOf), found);
        }
    }

    [Property(MaxTest = 200)]
    public void Page_WithAByteChanged_IsReadOrRefusedButNeverCrashes(int seed)
    {
        var random = new Random(seed);
        var pairs = RandomPairs(random);
        new PostingSort().Sort(pairs);
        var page = Write(pairs)[0];
        page[random.Next(page.Length)] ^= (byte)random.Next(1, 256);
        try
        {
            PostingPages.Read(page, new HashRange(0, uint.MaxValue), firstBlock: 0, []);
        }
        catch (InvalidDataException)
        {
        }
    }

    private static List<ulong> RandomPairs(Random random)
    {
        var blocks = random.Next(1, 300);
        var hashes = Enumerable.Range(0, random.Next(1, 200)).Select(_ => (uint)random.NextInt64(uint.MaxValue)).ToArray();
        return
        [
            .. Enumerable.Range(0, blocks).SelectMany(block => hashes
                .Where((_, index) => index == 0 || random.Next(index) < 3).Select(hash => Posting.Pair(hash, block))),
        ];
    }

    private static List<byte[]> Write(List<ulong> pairs)
    {
        var pages = new List<byte[]>();
        for (var left = pairs.ToArray().AsSpan(); left.Length > 0;)
        {
            var page = new ByteBuilder();
            left = left[PostingPages.WritePage(left, blockCount: 300, page)..];
            pages.Add(page.Written.ToArray());
        }

        return pages;
    }
}
