using Lumen.Storage.Embedded.Columns;
using Lumen.Storage.Embedded.Columns.Writing;
using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Blocks;

/// <summary>
/// Writes the payload of a block: ids as they are, for they do not compress; everything else in sections that are compressed each for
/// itself. Layout: docs/formats/block.md. Not thread-safe.
/// </summary>
internal sealed class BlockEncoder : IDisposable
{
    private readonly SectionWriter _sections = new();
    private readonly ValueSections _values = new();
    private readonly ByteBuilder _ids = new(16 * 1024);
    private readonly ByteBuilder _section = new(64 * 1024);
    private readonly OriginDictionary _origins = new();
    private readonly ParentPlaces _parents = new();

    /// <summary>Adds the payload of a block.</summary>
    /// <param name="block">What is known of its spans without their values.</param>
    /// <param name="spans">Their values.</param>
    /// <param name="payload">Where to add it.</param>
    internal void Encode(BlockColumns block, SpanColumns spans, ByteBuilder payload)
    {
        _ids.Clear();
        _sections.Clear();
        _parents.Fill(block);
        WriteHeads(block, spans);
        WriteTimes(block);
        WriteDetails(spans.Values.Details);
        _values.Write(spans, _sections);
        _sections.Write(block.Count, _ids.Written, payload);
    }

    /// <inheritdoc/>
    public void Dispose() => _sections.Dispose();

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

    private void WriteHeads(BlockColumns block, SpanColumns spans)
    {
        _section.Clear();
        WriteTraces(block.TraceIds.AsSpan(0, block.Count));
        WriteOrigins(block.Origins.AsSpan(0, block.Count));
        foreach (var id in block.SpanIds.AsSpan(0, block.Count))
        {
            id.CopyTo(_ids.Reserve(SpanId.Size));
        }

        for (var index = 0; index < block.Count; index++)
        {
            _section.AddVarint(_parents.CodeOf(index));
            if (_parents.CodeOf(index) == ParentPlaces.Foreign)
            {
                block.ParentSpanIds[index].CopyTo(_ids.Reserve(SpanId.Size));
            }
        }

        foreach (var status in block.Statuses.AsSpan(0, block.Count))
        {
            _section.AddVarint((uint)status);
        }

        _section.Add(spans.ShapeCodes.Written);
        _sections.Add(_section.Written);
    }

    private void WriteTraces(ReadOnlySpan<TraceId> traces)
    {
        for (var start = 0; start < traces.Length;)
        {
            var end = EndOfTrace(traces, start);
            traces[start].CopyTo(_ids.Reserve(TraceId.Size));
            _section.AddVarint(end - start);
            start = end;
        }
    }

    private void WriteOrigins(ReadOnlySpan<int> origins)
    {
        _origins.Fill(origins);
        _section.AddVarint(_origins.Sorted.Length);
        var previous = 0;
        foreach (var origin in _origins.Sorted)
        {
            _section.AddVarint(origin - previous);
            previous = origin;
        }

        foreach (var origin in origins)
        {
            _section.AddVarint(_origins.PlaceOf(origin));
        }
    }

    private void WriteTimes(BlockColumns block)
    {
        _section.Clear();
        for (var index = 0; index < block.Count; index++)
        {
            var from = _parents.StartsAfter(index);
            _section.AddSigned(unchecked((long)(block.Starts[index] - (from < 0 ? 0 : block.Starts[from]))));
        }

        for (var index = 0; index < block.Count; index++)
        {
            _section.AddSigned(unchecked((long)(block.Ends[index] - block.Starts[index])));
        }

        _sections.Add(_section.Written);
    }

    private void WriteDetails(SpanDetails details)
    {
        _section.Clear();
        _section.AddCounted(details.EventTimes.Written);
        _section.Add(details.LinkIds.Written);
        _sections.Add(_section.Written);
    }
}
