namespace Lumen.Storage.Embedded.Blocks;

/// <summary>Inflates the sections of a block, each once and when it is asked for. Used again for every block. Not thread-safe.</summary>
internal sealed class SectionReader : IDisposable
{
    private readonly BlockSections _sections = new();
    private readonly BlockDecompression _decompression = new();
    private readonly List<byte[]> _inflated = [];
    private readonly List<bool> _isInflated = [];

    internal int SpanCount => _sections.SpanCount;

    /// <summary>How much memory inflated sections take, those of earlier blocks included.</summary>
    internal long Bytes => _inflated.Sum(static section => (long)section.Length);

    /// <summary>How many sections there are.</summary>
    internal int Count => _sections.Count;

    /// <summary>How many bytes a section has.</summary>
    internal int LengthOf(int section) => _sections[section].Length;

    /// <summary>Turns to another block.</summary>
    /// <exception cref="InvalidDataException">The payload is not a block's.</exception>
    internal void Open(ReadOnlySpan<byte> payload)
    {
        _sections.Read(payload);
        _isInflated.Clear();
        for (var section = 0; section < _sections.Count; section++)
        {
            _isInflated.Add(false);
            if (section == _inflated.Count)
            {
                _inflated.Add([]);
            }
        }
    }

    /// <summary>The ids of the block.</summary>
    internal ReadOnlySpan<byte> Ids(ReadOnlySpan<byte> payload) => payload[_sections.Ids];

    /// <summary>A section, inflated if it is not yet; valid until another block is opened.</summary>
    /// <exception cref="InvalidDataException">It cannot be inflated.</exception>
    internal ReadOnlySpan<byte> Inflate(ReadOnlySpan<byte> payload, int number)
    {
        if (!_isInflated[number])
        {
            var section = _sections[number];
            var packed = payload.Slice(section.Start, section.Packed);
            if (_inflated[number].Length < section.Length)
            {
                _inflated[number] = GC.AllocateUninitializedArray<byte>(Math.Max(section.Length, _inflated[number].Length * 5 / 4));
            }

            if (section.Packed == section.Length)
            {
                packed.CopyTo(_inflated[number]);
            }
            else
            {
                _decompression.Decompress(packed, _inflated[number].AsSpan(0, section.Length));
            }

            _isInflated[number] = true;
        }

        return Inflated(number);
    }

    /// <summary>A section that was inflated before.</summary>
    internal ReadOnlySpan<byte> Inflated(int section) => _inflated[section].AsSpan(0, _sections[section].Length);

    /// <inheritdoc/>
    public void Dispose() => _decompression.Dispose();
}
