using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Blocks;

/// <summary>
/// Reads what <see cref="BlockEncoder"/> wrote: first the columns, the bodies only if they are asked for. Its memory is used again for the
/// next block. Not thread-safe.
/// </summary>
internal sealed class BlockDecoder : IDisposable
{
    private readonly BlockDecompression _decompression = new();
    private byte[] _unpacked = [];
    private byte[] _bodies = [];

    /// <summary>The columns of the latest block.</summary>
    internal BlockColumns Columns { get; } = new();

    /// <summary>Reads the columns of a block.</summary>
    /// <exception cref="InvalidDataException">The payload is not a block's.</exception>
    internal void ReadColumns(ReadOnlySpan<byte> payload)
    {
        var parser = new ByteParser(payload);
        var sections = BlockSections.Read(ref parser);
        var ids = new ByteParser(parser.Take(sections.Ids));
        Unpack(parser.Take(sections.PackedColumns), sections.Columns, ref _unpacked);
        var columns = new ByteParser(_unpacked.AsSpan(0, sections.Columns));
        Columns.Reset(sections.SpanCount);
        Columns.Count = sections.SpanCount;
        ReadTraces(ref ids, ref columns);
        ReadOrigins(ref columns);
        ReadParents(ref ids, ref columns);
        ReadTimes(ref columns);
        ReadStatusAndLengths(ref columns);
    }

    /// <summary>Reads the bodies of a block, one behind the other; valid until the next block is read.</summary>
    /// <param name="payload">The block whose columns were read last.</param>
    /// <exception cref="InvalidDataException">The payload is not a block's.</exception>
    internal ReadOnlySpan<byte> ReadBodies(ReadOnlySpan<byte> payload)
    {
        var parser = new ByteParser(payload);
        var sections = BlockSections.Read(ref parser);
        parser.Take(sections.Ids);
        parser.Take(sections.PackedColumns);
        Unpack(parser.Take(sections.PackedBody), sections.Body, ref _bodies);
        return _bodies.AsSpan(0, sections.Body);
    }

    /// <inheritdoc/>
    public void Dispose() => _decompression.Dispose();

    private static InvalidDataException Inconsistent() => new("The columns of a block do not fit together.");

    private void Unpack(ReadOnlySpan<byte> packed, int length, ref byte[] destination)
    {
        if (destination.Length < length)
        {
            destination = GC.AllocateUninitializedArray<byte>(Math.Max(length, destination.Length * 2));
        }

        _decompression.Decompress(packed, destination.AsSpan(0, length));
    }

    private void ReadTraces(ref ByteParser ids, ref ByteParser columns)
    {
        for (var start = 0; start < Columns.Count;)
        {
            var count = columns.TakeInt();
            if (count == 0 || count > Columns.Count - start)
            {
                throw Inconsistent();
            }

            Columns.TraceIds.AsSpan(start, count).Fill(TraceId.FromBytes(ids.Take(TraceId.Size)));
            start += count;
        }
    }

    private void ReadOrigins(ref ByteParser columns)
    {
        var origins = new int[columns.TakeCount()];
        var origin = 0;
        for (var place = 0; place < origins.Length; place++)
        {
            origin += columns.TakeInt();
            origins[place] = origin;
        }

        for (var index = 0; index < Columns.Count; index++)
        {
            var place = columns.TakeInt();
            Columns.Origins[index] = place < origins.Length ? origins[place] : throw Inconsistent();
        }
    }

    private void ReadParents(ref ByteParser ids, ref ByteParser columns)
    {
        for (var index = 0; index < Columns.Count; index++)
        {
            Columns.SpanIds[index] = SpanId.FromBytes(ids.Take(SpanId.Size));
        }

        for (var index = 0; index < Columns.Count; index++)
        {
            var code = columns.TakeVarint();
            Columns.ParentSpanIds[index] = code switch
            {
                BlockEncoder.NoParent => default,
                BlockEncoder.ForeignParent => SpanId.FromBytes(ids.Take(SpanId.Size)),
                _ => Columns.SpanIds[IndexOfParent(index, code)],
            };
        }
    }

    private int IndexOfParent(int index, ulong code)
    {
        var distance = (long)(code >> 1);
        var parent = (code & 1) == 0 ? index - distance : index + distance;
        return parent >= 0 && parent < Columns.Count ? (int)parent : throw Inconsistent();
    }

    private void ReadTimes(ref ByteParser columns)
    {
        ulong start = 0;
        for (var index = 0; index < Columns.Count; index++)
        {
            start = unchecked(start + (ulong)columns.TakeSigned());
            Columns.Starts[index] = start;
        }

        for (var index = 0; index < Columns.Count; index++)
        {
            Columns.Ends[index] = unchecked(Columns.Starts[index] + (ulong)columns.TakeSigned());
        }
    }

    private void ReadStatusAndLengths(ref ByteParser columns)
    {
        for (var index = 0; index < Columns.Count; index++)
        {
            Columns.Statuses[index] = (SpanStatus)(int)(uint)columns.TakeVarint();
        }

        for (var index = 0; index < Columns.Count; index++)
        {
            var length = columns.TakeVarint();
            Columns.BodyLengths[index] = (int)(length >> 1);
            Columns.AreVerbatim[index] = (length & 1) != 0;
        }
    }
}
