using System.IO.Hashing;

namespace Lumen.Storage.Embedded.Golden;

/// <summary>The pages of docs/formats are enough to find the spans in the frozen files, by going through them and by postings.</summary>
public sealed class DocumentedFormatTests
{
    private static readonly ulong Seed = BitConverter.ToUInt64(DocumentedBytes.FrameAt(Read("lumen.store"), 0, 0).Payload);

    [Theory]
    [InlineData("bucket-000000000001.r0.lumen", 2)]
    [InlineData("bucket-000000000003.r0.lumen", 1)]
    public void Blocks_ReadAsDocumented_HoldTheSpansOfTheirWindows(string name, int windows)
    {
        var bucket = new DocumentedBucket(Read(name), Seed);
        var written = Written();
        var found = bucket.Frames.Where(static frame => frame.Kind == 3).SelectMany(frame => bucket.ReadBlock(frame.Payload)).ToList();
        Assert.Equal(windows, bucket.Frames.Count(static frame => frame.Kind == 7));
        Assert.NotEmpty(found);
        Assert.Empty(found.Except(written));
    }

    [Theory]
    [InlineData("bucket-000000000001.r0.lumen")]
    [InlineData("bucket-000000000003.r0.lumen")]
    public void Postings_ReadAsDocumented_NameTheBlocksOfEachTrace(string name)
    {
        var bucket = new DocumentedBucket(Read(name), Seed);
        foreach (var index in bucket.Indexes)
        {
            var (blocks, pages) = bucket.ReadIndex(index);
            for (var block = 0; block < blocks.Count; block++)
            {
                foreach (var trace in bucket.ReadBlock(blocks[block].Payload).Select(static span => span[..32]).Distinct())
                {
                    var hash = (uint)(XxHash3.HashToUInt64(Convert.FromHexString(trace), (long)Seed) >> 32);
                    var page = pages.Last(page => page.LeastHash <= hash).Page;
                    Assert.Contains(block, BlocksOf(page.Payload, hash));
                }
            }
        }
    }

    private static List<int> BlocksOf(byte[] page, uint hash)
    {
        var directoryBytes = BitConverter.ToUInt16(page.AsSpan()[^2..]);
        var entries = new DocumentedBytes(page.AsSpan()[..^(2 + directoryBytes)]);
        var directory = new DocumentedBytes(page.AsSpan()[^(2 + directoryBytes)..^2]);
        var blockCount = entries.TakeInt();
        var lists = Math.Max(0, Math.Min(14, ((blockCount + 7) / 8) - 2));
        var (found, first) = (new List<int>(), 0U);
        while (!directory.IsAtEnd)
        {
            first += (uint)directory.TakeVarint();
            var end = entries.Position + directory.TakeInt();
            for (var current = first; entries.Position - end < 0;)
            {
                var number = entries.TakeVarint();
                var form = (int)(number % (ulong)(blockCount + lists + 2));
                current += (uint)(number / (ulong)(blockCount + lists + 2));
                found.AddRange(TakeBlocks(ref entries, form, blockCount, lists).Where(_ => current == hash));
            }
        }

        return found;
    }

    private static List<int> TakeBlocks(ref DocumentedBytes entries, int form, int blockCount, int lists)
    {
        if (form < blockCount)
        {
            return [form];
        }

        if (form == blockCount + lists + 1)
        {
            var bits = entries.Take((blockCount + 7) / 8).ToArray();
            return [.. Enumerable.Range(0, blockCount).Where(block => (bits[block / 8] & (1 << (block % 8))) != 0)];
        }

        var blocks = new List<int>();
        for (var left = form == blockCount + lists ? entries.TakeInt() : form - blockCount + 2; left > 0; left--)
        {
            blocks.Add(entries.TakeInt() + (blocks.Count == 0 ? 0 : blocks[^1]));
        }

        return blocks;
    }

    private static HashSet<string> Written()
    {
        var directory = Directory.CreateTempSubdirectory("lumen-documented-").FullName;
        try
        {
            return [.. GoldenDirectory.Write(directory).SelectMany(static trace => trace).Select(static bytes =>
            {
                var span = new Span(bytes, new Resource(default, string.Empty), new Scope(default, string.Empty));
                return $"{span.TraceId} {span.Id} {span.Name} {span.StartUnixNano} {span.EndUnixNano}";
            })];
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(GoldenDirectory.Frozen, name));
}
