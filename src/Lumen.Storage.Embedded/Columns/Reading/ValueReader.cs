using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Columns.Reading;

/// <summary>The columns of a block as they are read; dictionaries are inflated when they are needed. Used again for every block. Not
/// thread-safe.</summary>
/// <param name="sections">Gives the sections of the block.</param>
internal sealed class ValueReader(SectionReader sections)
{
    private ColumnReader[] _columns = [];
    private readonly Dictionary<int, int> _slots = [];

    /// <summary>How many columns the block has.</summary>
    internal int Count { get; private set; }

    /// <summary>The codes of all columns.</summary>
    internal ReadOnlySpan<byte> Codes => sections.Inflated(BlockSections.Codes);

    /// <summary>Reads the directory of a block.</summary>
    /// <exception cref="InvalidDataException">It does not fit to the block.</exception>
    internal void Open(ReadOnlySpan<byte> payload)
    {
        _slots.Clear();
        var codes = sections.Inflate(payload, BlockSections.Codes);
        var parser = new ByteParser(codes);
        Count = parser.TakeCount();
        var lengths = new int[Count];
        var number = 0;
        for (var slot = 0; slot < Count; slot++)
        {
            number = parser.TakeIntAfter(number);
            if (slot == _columns.Length)
            {
                Array.Resize(ref _columns, Math.Max(16, slot * 2));
            }

            _columns[slot] ??= new ColumnReader();

            var count = parser.TakeInt();
            lengths[slot] = parser.TakeInt();
            _columns[slot].Begin(number, count, parser.TakeInt());
            if (count > _columns[slot].Bytes || !_slots.TryAdd(number, slot))
            {
                throw new InvalidDataException("The columns of a block do not fit together.");
            }
        }

        PlaceCodes(lengths, parser.Position, codes.Length);
        PlaceDictionaries();
    }

    /// <summary>A column by its number in the bucket; null if the block has none of its values.</summary>
    internal ColumnReader? Find(int column) => _slots.TryGetValue(column, out var slot) ? _columns[slot] : null;

    /// <summary>A column that must be there.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    internal ColumnReader Required(int column) =>
        Find(column) ?? throw new InvalidDataException("A block lacks a column that its spans name.");

    /// <summary>Begins with the first code of every column again.</summary>
    internal void Rewind()
    {
        for (var slot = 0; slot < Count; slot++)
        {
            _columns[slot].Rewind();
        }
    }

    /// <summary>Says that values of all columns are asked for.</summary>
    internal void WantAll()
    {
        for (var slot = 0; slot < Count; slot++)
        {
            _columns[slot].Want();
        }
    }

    /// <summary>Makes the values of a column ready.</summary>
    internal void Load(ReadOnlySpan<byte> payload, ColumnReader column)
    {
        if (!column.IsLoaded)
        {
            column.Load(sections.Inflate(payload, column.Section).Slice(column.Start, column.Bytes));
        }
    }

    /// <summary>A value of a column that was loaded.</summary>
    internal ReadOnlySpan<byte> Value(ColumnReader column, int place)
    {
        var (start, length) = column.RangeOf(place);
        return sections.Inflated(column.Section).Slice(start, length);
    }

    /// <summary>A section that was loaded.</summary>
    internal ReadOnlySpan<byte> Bytes(int section) => sections.Inflated(section);

    private void PlaceCodes(int[] lengths, int start, int end)
    {
        for (var slot = 0; slot < Count; slot++)
        {
            if (lengths[slot] > end - start)
            {
                throw new InvalidDataException("The codes of a column end behind those of the block.");
            }

            _columns[slot].BeginCodes(start, lengths[slot]);
            start = _columns[slot].EndOfCodes;
        }
    }

    private void PlaceDictionaries()
    {
        var (section, start) = (BlockSections.FirstDictionary, 0);
        for (var slot = 0; slot < Count; slot++)
        {
            var column = _columns[slot];
            if (section < sections.Count && start == sections.LengthOf(section))
            {
                (section, start) = (section + 1, 0);
            }

            if (section >= sections.Count || column.Bytes > sections.LengthOf(section) - start)
            {
                throw new InvalidDataException("The dictionaries of a block are shorter than its columns say.");
            }

            (column.Section, column.Start) = (section, start);
            start += column.Bytes;
        }
    }
}
