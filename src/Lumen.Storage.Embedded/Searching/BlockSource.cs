using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Segments;

namespace Lumen.Storage.Embedded.Searching;

/// <summary>One block of a bucket; only its columns are read.</summary>
internal sealed class BlockSource(BucketView bucket, Segment segment, int block, bool[] accepted, ulong latestStart)
    : SearchSource(latestStart)
{
    internal override void Open(TraceSearch search, CancellationToken cancellationToken) =>
        search.Notes.Read(bucket, segment, () => AddMatches(search));

    private void AddMatches(TraceSearch search)
    {
        using var frame = search.Parts.ReadBlock(bucket, segment, block);
        var decoder = search.Decoders.Rent();
        try
        {
            decoder.ReadColumns(frame.Payload);
            var columns = decoder.Columns;
            for (var index = 0; index < columns.Count; index++)
            {
                var origin = columns.Origins[index];
                if ((uint)origin >= (uint)accepted.Length)
                {
                    throw new InvalidDataException("A block names entries of the tables that are lost.");
                }

                var (trace, start) = (columns.TraceIds[index], columns.Starts[index]);
                if (accepted[origin] && search.Filter.Accepts(trace, start, columns.DurationAt(index), columns.Statuses[index]))
                {
                    search.Add(trace, start);
                }
            }
        }
        finally
        {
            search.Decoders.Return(decoder);
        }
    }
}
