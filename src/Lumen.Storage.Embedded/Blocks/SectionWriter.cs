using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Blocks;

/// <summary>Puts the payload of a block together from its sections. Used again for every block. Not thread-safe.</summary>
internal sealed class SectionWriter : IDisposable
{
    private readonly BlockCompression _compression = new();
    private readonly ByteBuilder _sections = new(128 * 1024);
    private readonly ByteBuilder _lengths = new(256);
    private int _count;

    /// <summary>Forgets the sections.</summary>
    internal void Clear()
    {
        _sections.Clear();
        _lengths.Clear();
        _count = 0;
    }

    /// <summary>Adds the next section, compressed if that makes it shorter.</summary>
    internal void Add(ReadOnlySpan<byte> section)
    {
        var start = _sections.Length;
        if (_compression.Compress(section, _sections) >= section.Length)
        {
            _sections.CutTo(start);
            _sections.Add(section);
        }

        _lengths.AddVarint(section.Length);
        _lengths.AddVarint(_sections.Length - start);
        _count++;
    }

    /// <summary>Adds the payload.</summary>
    internal void Write(int spanCount, ReadOnlySpan<byte> ids, ByteBuilder payload)
    {
        payload.AddVarint(spanCount);
        payload.AddVarint(ids.Length);
        payload.AddVarint(_count);
        payload.Add(_lengths.Written);
        payload.Add(ids);
        payload.Add(_sections.Written);
    }

    /// <inheritdoc/>
    public void Dispose() => _compression.Dispose();
}
