using Lumen.Otlp;
using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Columns;
using Lumen.Storage.Embedded.Columns.Writing;
using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.ColumnTests;

/// <summary>A block made of the bytes of spans, as a bucket would have it.</summary>
internal sealed class ShreddedBlock : IDisposable
{
    private readonly BlockDecoder _decoder = new();
    private readonly List<byte[]> _spans;
    private readonly byte[] _payload;

    /// <summary>Makes a block.</summary>
    /// <param name="catalog">The bucket's catalog.</param>
    /// <param name="spans">The spans, sorted by trace.</param>
    internal ShreddedBlock(Catalog catalog, IEnumerable<byte[]> spans)
    {
        Catalog = catalog;
        _spans = [.. spans];
        _payload = Encode();
    }

    internal Catalog Catalog { get; }

    internal byte[] Payload => _payload;

    internal BlockDecoder Decoder => _decoder;

    internal BlockColumns Columns { get; } = new();

    /// <summary>The values it was written from.</summary>
    internal SpanColumns Spans { get; } = new();

    /// <summary>How many spans were kept as they are.</summary>
    internal int WholeSpans { get; private set; }

    /// <summary>Reads all spans, and each for itself, and compares them with what was written.</summary>
    internal void AssertGivesBack()
    {
        AssertGivesBack(Catalog);
        var copy = new ByteBuilder();
        CatalogTables.Write(Catalog, default, copy);
        var read = new Catalog(5);
        CatalogTables.Read(copy.Written, read);
        AssertGivesBack(read);
    }

    /// <summary>Reads some spans.</summary>
    internal List<byte[]> Read(Catalog catalog, int[] rows)
    {
        _decoder.ReadColumns(_payload);
        var read = new List<byte[]>();
        _decoder.Rebuild(_payload, catalog, [.. rows.Where(row => row < _decoder.Columns.Count)], (_, span) => read.Add(span.ToArray()));
        return read;
    }

    public void Dispose() => _decoder.Dispose();

    private void AssertGivesBack(Catalog catalog)
    {
        int[] rows = [.. Enumerable.Range(0, _spans.Count)];
        AssertSame(_spans, Read(catalog, rows));
        for (var index = 0; index < Columns.Count; index++)
        {
            Assert.Equal(Columns.At(index), _decoder.Columns.At(index));
        }

        int[] few = [.. rows.Where(row => row % 7 == 3)];
        AssertSame([.. few.Select(row => _spans[row])], Read(catalog, few));
    }

    private static void AssertSame(List<byte[]> expected, List<byte[]> actual)
    {
        for (var row = 0; row < expected.Count; row++)
        {
            if (!expected[row].AsSpan().SequenceEqual(actual[row]))
            {
                Assert.Fail($"Span {row} differs:\n{Convert.ToHexString(expected[row])}\n{Convert.ToHexString(actual[row])}");
            }
        }
    }

    private byte[] Encode()
    {
        using var encoder = new BlockEncoder();
        var (values, payload) = (Spans, new ByteBuilder());
        values.Begin(Catalog);
        Columns.Reset(_spans.Count);
        var resource = Catalog.AddResource([], []);
        var scope = Catalog.AddScope([], []);
        foreach (var bytes in _spans)
        {
            SpanHeaderReader.TryRead(bytes, out var header, out var name);
            var span = new BlockSpan
            {
                TraceId = header.TraceId, SpanId = header.SpanId, ParentSpanId = header.ParentSpanId,
                StartUnixNano = header.StartUnixNano, EndUnixNano = header.EndUnixNano, Status = header.Status,
                Origin = Catalog.AddOrigin(resource, scope, Catalog.AddName(name.Of(bytes)), header.Kind),
            };
            values.Add(bytes, span);
            Columns.Add(span);
        }

        WholeSpans = values.Columns.Where(column => column.Column == ColumnTable.Whole).Sum(column => column.Count);
        encoder.Encode(Columns, values, payload);
        return payload.Written.ToArray();
    }
}
