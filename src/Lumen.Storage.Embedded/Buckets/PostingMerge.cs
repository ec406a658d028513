using Lumen.Storage.Embedded.Postings;

namespace Lumen.Storage.Embedded.Buckets;

/// <summary>
/// Makes the postings of a bucket of those of its windows, a range of hashes at a time, so that it holds few of them in memory however many
/// there are. Not thread-safe.
/// </summary>
internal sealed class PostingMerge(BucketParts parts)
{
    /// <summary>So many pages of windows make one range: some ten thousand pairs.</summary>
    private const int PagesARange = 32;

    private readonly PostingSort _sort = new();
    private readonly List<ulong> _pairs = [];

    /// <summary>The postings, sorted; each part is valid until the next is asked for.</summary>
    /// <exception cref="InvalidDataException">A window's postings cannot be read.</exception>
    internal IEnumerable<List<ulong>> Merge(BucketView view)
    {
        var ranges = 1 + (view.Segments.Sum(segment => segment.Postings.Length) / PagesARange);
        var width = (uint.MaxValue / (uint)ranges) + 1UL;
        for (ulong first = 0; first <= uint.MaxValue; first += width)
        {
            var range = new HashRange((uint)first, (uint)Math.Min(first + width - 1, uint.MaxValue));
            _pairs.Clear();
            var firstBlock = 0;
            foreach (var segment in view.Segments)
            {
                parts.ReadPostings(view, segment, range, firstBlock, _pairs);
                firstBlock += segment.Blocks.Length;
            }

            _sort.Sort(_pairs);
            yield return _pairs;
        }
    }
}
