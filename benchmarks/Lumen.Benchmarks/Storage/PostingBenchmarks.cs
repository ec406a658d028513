using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Postings;

namespace Lumen.Benchmarks.Storage;

/// <summary>
/// The postings of a window of 65,536 spans in 16 blocks, with two pairs a span, as the load has: sorting and writing them, finding one.
/// Times and allocations are per span where all are worked on.
/// </summary>
[MemoryDiagnoser]
public class PostingBenchmarks
{
    private const int Spans = 65_536;
    private const int Blocks = 16;
    private const int PairsABlock = 2 * Spans / Blocks;

    private readonly PostingSort _sort = new();
    private readonly List<ulong> _unsorted = [];
    private readonly List<ulong> _pairs = [];
    private readonly ByteBuilder _page = new();
    private readonly List<byte[]> _pages = [];
    private readonly List<uint> _firsts = [];
    private readonly List<int> _found = [];
    private int _next;

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        for (var block = 0; block < Blocks; block++)
        {
            for (var pair = 0; pair < PairsABlock; pair++)
            {
                // Half of the values occur in one block, the others in several.
                var hash = pair % 2 == 0 ? (uint)random.NextInt64(uint.MaxValue) : (uint)random.Next(Spans / 4) * 65_537U;
                _unsorted.Add(Posting.Pair(hash, block));
            }
        }

        Sort();
        Write();
        Console.WriteLine($"{(double)_pages.Sum(page => page.Length) / Spans:f2} bytes a span");
    }

    [Benchmark(OperationsPerInvoke = Spans)]
    public int Sort()
    {
        _pairs.Clear();
        _pairs.AddRange(_unsorted);
        _sort.Sort(_pairs);
        return _pairs.Count;
    }

    [Benchmark(OperationsPerInvoke = Spans)]
    public int Write()
    {
        _pages.Clear();
        _firsts.Clear();
        for (var left = CollectionsMarshal.AsSpan(_pairs); left.Length > 0;)
        {
            _page.Clear();
            _firsts.Add(Posting.HashOf(left[0]));
            left = left[PostingPages.WritePage(left, Blocks, _page)..];
            _pages.Add(_page.Written.ToArray());
        }

        return _pages.Count;
    }

    /// <summary>One hash on the page that it is on.</summary>
    [Benchmark]
    public int Find()
    {
        _next = (_next + 7_919) % _pairs.Count;
        var hash = Posting.HashOf(_pairs[_next]);
        var page = _firsts.BinarySearch(hash);
        _found.Clear();
        PostingPages.Find(_pages[page >= 0 ? page : ~page - 1], hash, _found);
        return _found.Count;
    }
}
