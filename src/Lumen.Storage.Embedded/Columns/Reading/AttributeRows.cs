namespace Lumen.Storage.Embedded.Columns.Reading;

/// <summary>
/// What a block has of one attribute: each distinct value once, and the spans that have it, so that a predicate is evaluated once a value.
/// Used again for every attribute; valid until the next one or the next block is read.
/// </summary>
internal sealed class AttributeRows
{
    private readonly List<AttributeOccurrence> _occurrences = [];
    private readonly List<int> _opaque = [];
    private readonly List<(int Section, int Start, int Length)> _values = [];
    private readonly ValueReader _reader;

    internal AttributeRows(ValueReader reader) => _reader = reader;

    /// <summary>How many values there are. A value may be there twice if attributes without a column of their own have it too.</summary>
    internal int ValueCount => _values.Count;

    /// <summary>
    /// The occurrences. A span has several where the key repeats, or where several of its events or links have it. Those of a value are
    /// not together; rows ascend but for attributes without a column of their own, which follow.
    /// </summary>
    internal IReadOnlyList<AttributeOccurrence> Occurrences => _occurrences;

    /// <summary>Spans into which nobody can look but by their bytes, in ascending order; almost always none.</summary>
    internal IReadOnlyList<int> OpaqueRows => _opaque;

    /// <summary>A value: the bytes of an AnyValue message.</summary>
    internal ReadOnlySpan<byte> Value(int value)
    {
        var (section, start, length) = _values[value];
        return _reader.Bytes(section).Slice(start, length);
    }

    internal void Clear()
    {
        _occurrences.Clear();
        _opaque.Clear();
        _values.Clear();
    }

    internal int AddValue(int section, int start, int length)
    {
        _values.Add((section, start, length));
        return _values.Count - 1;
    }

    internal void Add(int row, int value) => _occurrences.Add(new AttributeOccurrence(row, value));

    internal void AddOpaque(int row) => _opaque.Add(row);
}

/// <summary>A span has a value.</summary>
/// <param name="Row">The span's place in the block.</param>
/// <param name="Value">The number of the value.</param>
internal readonly record struct AttributeOccurrence(int Row, int Value);
