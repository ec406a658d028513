using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Postings;
using Lumen.Storage.Embedded.Reading;
using Lumen.Storage.Embedded.Segments;

namespace Lumen.Storage.Embedded.Rewriting;

/// <summary>Reads of a bucket those spans that are kept. Damage is an <see cref="InvalidDataException"/>. Not thread-safe.</summary>
internal sealed class KeptSpans(long seed, BucketParts parts) : IDisposable
{
    private readonly BlockDecoder _decoder = new();

    /// <summary>The blocks of a segment that may hold one of some traces, ascending.</summary>
    internal List<int> FindBlocks(BucketView bucket, Segment segment, IEnumerable<TraceId> traces)
    {
        var blocks = new List<int>();
        foreach (var trace in traces)
        {
            parts.FindBlocks(bucket, segment, TraceHash.Posting(TraceHash.Of(trace, seed)), blocks);
        }

        return [.. blocks.Distinct().Order()];
    }

    /// <summary>Adds the spans of a block that are kept.</summary>
    internal void Read(BucketView bucket, FrameLease block, Func<TraceId, bool> keep, List<Span> spans)
    {
        var catalog = parts.CatalogOf(bucket);
        _decoder.ReadColumns(block.Payload);
        _decoder.Rebuild(
            block.Payload, catalog, [.. Runs(keep).SelectMany(static run => Enumerable.Range(run.First, run.Count))],
            (row, bytes) => spans.Add(TraceLookup.Restore(catalog, _decoder.Columns.Origins[row], bytes)));
    }

    /// <summary>How many spans of a block are kept; reads its columns alone.</summary>
    internal int Count(FrameLease block, Func<TraceId, bool> keep)
    {
        _decoder.ReadColumns(block.Payload);
        return Runs(keep).Sum(run => run.Count);
    }

    /// <inheritdoc/>
    public void Dispose() => _decoder.Dispose();

    /// <summary>Stretches of neighbouring spans that are kept. Those of a trace stand together.</summary>
    private List<(int First, int Count)> Runs(Func<TraceId, bool> keep)
    {
        var runs = new List<(int First, int Count)>();
        var columns = _decoder.Columns;
        var isKept = false;
        for (var index = 0; index < columns.Count; index++)
        {
            if (index == 0 || columns.TraceIds[index] != columns.TraceIds[index - 1])
            {
                var wasKept = isKept;
                isKept = keep(columns.TraceIds[index]);
                if (isKept && !wasKept)
                {
                    runs.Add((index, 0));
                }
            }

            if (isKept)
            {
                runs[^1] = (runs[^1].First, runs[^1].Count + 1);
            }
        }

        return runs;
    }
}
