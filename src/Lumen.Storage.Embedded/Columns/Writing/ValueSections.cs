using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Columns.Writing;

/// <summary>
/// Writes the columns of a block: one section with the directory and all codes, then the dictionaries, some columns a section, so that a
/// column can be read without inflating all. Not thread-safe.
/// </summary>
internal sealed class ValueSections
{
    /// <summary>A section of dictionaries ends when it has this many bytes.</summary>
    private const int SectionBytes = 64 * 1024;

    private readonly List<ColumnWriter> _columns = [];
    private readonly ByteBuilder _codes = new(64 * 1024);
    private readonly ByteBuilder _dictionary = new(SectionBytes);
    private int[] _dictionaryBytes = [];

    /// <summary>Adds the sections.</summary>
    internal void Write(SpanColumns spans, SectionWriter sections)
    {
        _columns.Clear();
        _columns.AddRange(spans.Columns);
        _columns.Sort(static (left, right) => left.Column.CompareTo(right.Column));
        _codes.Clear();
        _codes.AddVarint(_columns.Count);
        Measure(spans.Values.Table);
        var previous = 0;
        for (var index = 0; index < _columns.Count; index++)
        {
            var column = _columns[index];
            _codes.AddVarint(column.Column - previous);
            _codes.AddVarint(column.Count);
            _codes.AddVarint(column.Codes.Length);
            _codes.AddVarint(_dictionaryBytes[index]);
            previous = column.Column;
        }

        foreach (var column in _columns)
        {
            _codes.Add(column.Codes.Written);
        }

        sections.Add(_codes.Written);
        WriteDictionaries(spans.Values.Table, sections);
    }

    private void Measure(ValueTable values)
    {
        if (_dictionaryBytes.Length < _columns.Count)
        {
            _dictionaryBytes = new int[_columns.Count * 2];
        }

        for (var index = 0; index < _columns.Count; index++)
        {
            var bytes = 0;
            foreach (var value in _columns[index].Values)
            {
                var length = values[value].Length;
                bytes += LengthPrefix.SizeOf(length, width: 0) + length;
            }

            _dictionaryBytes[index] = bytes;
        }
    }

    private void WriteDictionaries(ValueTable values, SectionWriter sections)
    {
        _dictionary.Clear();
        foreach (var column in _columns)
        {
            foreach (var value in column.Values)
            {
                _dictionary.AddVarint(values[value].Length);
            }

            foreach (var value in column.Values)
            {
                _dictionary.Add(values.BytesOf(values[value]));
            }

            if (_dictionary.Length >= SectionBytes)
            {
                sections.Add(_dictionary.Written);
                _dictionary.Clear();
            }
        }

        if (_dictionary.Length > 0)
        {
            sections.Add(_dictionary.Written);
        }
    }
}
