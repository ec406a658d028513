using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Columns;
using Lumen.Storage.Embedded.Columns.Reading;
using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Blocks;

/// <summary>
/// Reads what <see cref="BlockEncoder"/> wrote: first what is known of spans without their values, then, if they are asked for, values of
/// one attribute or the bytes of some spans. Its memory is used again for the next block. Not thread-safe.
/// </summary>
internal sealed class BlockDecoder : IDisposable
{
    private readonly SectionReader _sections = new();
    private readonly ValueReader _values;
    private readonly RowReader _rows;
    private readonly DetailReader _details;
    private readonly AttributeReader _attributes;
    private readonly ByteBuilder _span = new(1024);
    private readonly BlockColumns _columns = new();
    private ulong[] _parents = [];
    private int _shapeCodes;
    private bool _areValuesOpen;

    internal BlockDecoder()
    {
        _values = new ValueReader(_sections);
        _rows = new RowReader(_values);
        _details = new DetailReader(_sections);
        _attributes = new AttributeReader(_values);
        Columns = _columns;
    }

    /// <summary>About how much memory it takes, which is that of the largest block it has read.</summary>
    internal long Bytes => _sections.Bytes;

    /// <summary>What is known of the spans of the latest block.</summary>
    internal BlockColumns Columns { get; private set; }

    private ReadOnlySpan<byte> ShapeCodes =>
        Columns == _columns ? _sections.Inflated(BlockSections.Heads)[_shapeCodes..] : Columns.ShapeCodes;

    /// <summary>Reads what is known of the spans of a block without their values.</summary>
    /// <exception cref="InvalidDataException">The payload is not a block's.</exception>
    internal void ReadColumns(ReadOnlySpan<byte> payload)
    {
        _areValuesOpen = false;
        _sections.Open(payload);
        Columns = _columns;
        Columns.Reset(_sections.SpanCount);
        Columns.Count = _sections.SpanCount;
        var ids = new ByteParser(_sections.Ids(payload));
        var heads = new ByteParser(_sections.Inflate(payload, BlockSections.Heads));
        ReadTraces(ref ids, ref heads);
        ReadOrigins(ref heads);
        ReadParents(ref ids, ref heads);
        for (var index = 0; index < Columns.Count; index++)
        {
            Columns.Statuses[index] = (SpanStatus)(int)(uint)heads.TakeVarint();
        }

        _shapeCodes = heads.Position;
        ReadTimes(_sections.Inflate(payload, BlockSections.Times));
    }

    /// <summary>Turns to a block whose columns were read before.</summary>
    /// <param name="payload">The block.</param>
    /// <param name="known">What <see cref="CopyColumns"/> gave for it.</param>
    /// <exception cref="InvalidDataException">The payload is not the block's.</exception>
    internal void Open(ReadOnlySpan<byte> payload, BlockColumns known)
    {
        _areValuesOpen = false;
        _sections.Open(payload);
        Columns = known.Count == _sections.SpanCount ? known : throw Inconsistent();
    }

    /// <summary>The columns of the latest block, to be kept.</summary>
    internal BlockColumns CopyColumns() => Columns == _columns ? Columns.Copy(ShapeCodes) : Columns;

    /// <summary>Gets the bytes of a span, which are valid during the call.</summary>
    internal delegate void SpanVisitor(int row, ReadOnlySpan<byte> span);

    /// <summary>Puts the bytes of some spans of a block together.</summary>
    /// <param name="payload">The block whose columns were read last.</param>
    /// <param name="catalog">The bucket's catalog.</param>
    /// <param name="rows">Which spans, in ascending order, each once.</param>
    /// <param name="visit">Gets each.</param>
    /// <exception cref="InvalidDataException">The payload is not a block's.</exception>
    internal void Rebuild(ReadOnlySpan<byte> payload, Catalog catalog, IReadOnlyList<int> rows, SpanVisitor visit)
    {
        OpenValues(payload);
        _rows.Begin(catalog, ShapeCodes, Columns.Origins.AsSpan(0, Columns.Count), rows);
        _details.Begin(payload);
        var next = 0;
        foreach (var wanted in rows)
        {
            for (; next < wanted; next++)
            {
                _details.Skip(_rows.Skip(payload));
            }

            _rows.Take(payload);
            next++;
            foreach (var column in _rows.Columns)
            {
                _values.Load(payload, column);
            }

            _span.Clear();
            var span = Columns.At(wanted);
            new SpanRebuilder(span, _details, catalog, _values, _rows, _span).Run();
            visit(wanted, _span.Written);
        }
    }

    /// <summary>Reads one attribute of all spans of a block. Nothing else of the values is inflated but the codes.</summary>
    /// <param name="payload">The block whose columns were read last.</param>
    /// <param name="catalog">The bucket's catalog.</param>
    /// <param name="level">The level of the attribute.</param>
    /// <param name="key">Its key in UTF-8.</param>
    /// <returns>Valid until another attribute or block is read.</returns>
    /// <exception cref="InvalidDataException">The payload is not a block's.</exception>
    internal AttributeRows ReadAttribute(ReadOnlySpan<byte> payload, Catalog catalog, SpanLevel level, ReadOnlySpan<byte> key)
    {
        OpenValues(payload);
        return _attributes.Read(payload, catalog, ShapeCodes, Columns, level, key);
    }

    /// <inheritdoc/>
    public void Dispose() => _sections.Dispose();

    private static InvalidDataException Inconsistent() => new("The columns of a block do not fit together.");

    private void OpenValues(ReadOnlySpan<byte> payload)
    {
        if (!_areValuesOpen)
        {
            _values.Open(payload);
            _areValuesOpen = true;
        }
    }

    private void ReadTraces(ref ByteParser ids, ref ByteParser heads)
    {
        for (var start = 0; start < Columns.Count;)
        {
            var count = heads.TakeInt();
            if (count == 0 || count > Columns.Count - start)
            {
                throw Inconsistent();
            }

            Columns.TraceIds.AsSpan(start, count).Fill(TraceId.FromBytes(ids.Take(TraceId.Size)));
            start += count;
        }
    }

    private void ReadOrigins(ref ByteParser heads)
    {
        var origins = new int[heads.TakeCount()];
        var origin = 0;
        for (var place = 0; place < origins.Length; place++)
        {
            origin += heads.TakeInt();
            origins[place] = origin;
        }

        for (var index = 0; index < Columns.Count; index++)
        {
            var place = heads.TakeInt();
            Columns.Origins[index] = place < origins.Length ? origins[place] : throw Inconsistent();
        }
    }

    private void ReadParents(ref ByteParser ids, ref ByteParser heads)
    {
        for (var index = 0; index < Columns.Count; index++)
        {
            Columns.SpanIds[index] = SpanId.FromBytes(ids.Take(SpanId.Size));
        }

        if (_parents.Length < Columns.Count)
        {
            _parents = new ulong[Columns.TraceIds.Length];
        }

        for (var index = 0; index < Columns.Count; index++)
        {
            var code = heads.TakeVarint();
            _parents[index] = code;
            Columns.ParentSpanIds[index] = code switch
            {
                ParentPlaces.None => default,
                ParentPlaces.Foreign => SpanId.FromBytes(ids.Take(SpanId.Size)),
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

    private void ReadTimes(ReadOnlySpan<byte> section)
    {
        var times = new ByteParser(section);
        for (var index = 0; index < Columns.Count; index++)
        {
            var from = ParentPlaces.StartsAfter(index, _parents[index]);
            Columns.Starts[index] = unchecked((from < 0 ? 0 : Columns.Starts[from]) + (ulong)times.TakeSigned());
        }

        for (var index = 0; index < Columns.Count; index++)
        {
            Columns.Ends[index] = unchecked(Columns.Starts[index] + (ulong)times.TakeSigned());
        }
    }
}
