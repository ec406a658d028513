using System.Runtime.InteropServices;
using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Blocks;

/// <summary>
/// Writes the payload of a block: ids as they are, for they do not compress; the other columns one after the other, compressed; the bodies,
/// compressed. Layout: docs/formats/bucket.md. Not thread-safe.
/// </summary>
internal sealed class BlockEncoder : IDisposable
{
    /// <summary>Parent codes: none, one that is elsewhere, and from 2 on the distance to one in the same trace of the block.</summary>
    internal const ulong NoParent = 0;

    /// <summary>The parent is not in the same trace of the block; its id stands among the ids.</summary>
    internal const ulong ForeignParent = 1;

    private readonly BlockCompression _compression = new();
    private readonly ByteBuilder _ids = new(16 * 1024);
    private readonly ByteBuilder _columns = new(16 * 1024);
    private readonly ByteBuilder _packedColumns = new(16 * 1024);
    private readonly ByteBuilder _packedBody = new(128 * 1024);
    private readonly OriginDictionary _origins = new();

    /// <summary>Adds the payload of a block.</summary>
    /// <param name="block">Its spans.</param>
    /// <param name="body">Their bodies, one behind the other.</param>
    /// <param name="payload">Where to add it.</param>
    internal void Encode(BlockColumns block, ReadOnlySpan<byte> body, ByteBuilder payload)
    {
        _ids.Clear();
        _columns.Clear();
        _packedColumns.Clear();
        _packedBody.Clear();
        WriteTraces(block.TraceIds.AsSpan(0, block.Count));
        WriteOrigins(block.Origins.AsSpan(0, block.Count));
        WriteSpanIds(block.SpanIds.AsSpan(0, block.Count));
        WriteParents(block);
        WriteTimes(block);
        WriteStatusAndLengths(block);
        _compression.Compress(_columns.Written, _packedColumns);
        _compression.Compress(body, _packedBody);
        new BlockSections(block.Count, _ids.Length, _columns.Length, _packedColumns.Length, body.Length, _packedBody.Length).Write(payload);
        payload.Add(_ids.Written);
        payload.Add(_packedColumns.Written);
        payload.Add(_packedBody.Written);
    }

    /// <inheritdoc/>
    public void Dispose() => _compression.Dispose();

    /// <summary>Where the spans of the trace that begins at an index end.</summary>
    private static int EndOfTrace(ReadOnlySpan<TraceId> traces, int start)
    {
        var end = start + 1;
        while (end < traces.Length && traces[end] == traces[start])
        {
            end++;
        }

        return end;
    }

    private void WriteTraces(ReadOnlySpan<TraceId> traces)
    {
        for (var start = 0; start < traces.Length;)
        {
            var end = EndOfTrace(traces, start);
            traces[start].CopyTo(_ids.Reserve(TraceId.Size));
            _columns.AddVarint(end - start);
            start = end;
        }
    }

    private void WriteOrigins(ReadOnlySpan<int> origins)
    {
        _origins.Fill(origins);
        _columns.AddVarint(_origins.Sorted.Length);
        var previous = 0;
        foreach (var origin in _origins.Sorted)
        {
            _columns.AddVarint(origin - previous);
            previous = origin;
        }

        foreach (var origin in origins)
        {
            _columns.AddVarint(_origins.PlaceOf(origin));
        }
    }

    private void WriteSpanIds(ReadOnlySpan<SpanId> ids)
    {
        var destination = _ids.Reserve(ids.Length * SpanId.Size);
        for (var index = 0; index < ids.Length; index++)
        {
            ids[index].CopyTo(destination[(index * SpanId.Size)..]);
        }
    }

    private void WriteParents(BlockColumns block)
    {
        var traces = block.TraceIds.AsSpan(0, block.Count);
        for (var start = 0; start < traces.Length;)
        {
            var end = EndOfTrace(traces, start);
            var ids = MemoryMarshal.Cast<SpanId, ulong>(block.SpanIds.AsSpan(start, end - start));
            for (var index = start; index < end; index++)
            {
                WriteParent(block.ParentSpanIds[index], index - start, ids);
            }

            start = end;
        }
    }

    private void WriteParent(SpanId parent, int index, ReadOnlySpan<ulong> ids)
    {
        if (parent.IsZero)
        {
            _columns.AddVarint(NoParent);
            return;
        }

        // Parents mostly start before their children, and not long before.
        var before = ids[..index].LastIndexOf(parent.Value);
        var behind = before < 0 ? ids[(index + 1)..].IndexOf(parent.Value) : -1;
        if (before >= 0)
        {
            _columns.AddVarint((ulong)(index - before) * 2);
        }
        else if (behind >= 0)
        {
            _columns.AddVarint(((ulong)(behind + 1) * 2) + 1);
        }
        else
        {
            _columns.AddVarint(ForeignParent);
            parent.CopyTo(_ids.Reserve(SpanId.Size));
        }
    }

    private void WriteTimes(BlockColumns block)
    {
        ulong previous = 0;
        for (var index = 0; index < block.Count; index++)
        {
            _columns.AddSigned(unchecked((long)(block.Starts[index] - previous)));
            previous = block.Starts[index];
        }

        for (var index = 0; index < block.Count; index++)
        {
            _columns.AddSigned(unchecked((long)(block.Ends[index] - block.Starts[index])));
        }
    }

    private void WriteStatusAndLengths(BlockColumns block)
    {
        for (var index = 0; index < block.Count; index++)
        {
            _columns.AddVarint((uint)block.Statuses[index]);
        }

        for (var index = 0; index < block.Count; index++)
        {
            _columns.AddVarint(((ulong)block.BodyLengths[index] * 2) + (block.AreVerbatim[index] ? 1UL : 0));
        }
    }
}
