using System.Text;
using FsCheck.Xunit;
using Lumen.Otlp;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Columns;
using Lumen.TestKit;

namespace Lumen.Storage.Embedded.ColumnTests;

/// <summary>Reading one attribute of a block finds what the bytes of its spans say.</summary>
public sealed class AttributeRowsTests
{
    private static readonly string[] Keys = ["http.route", "db.system", "service.name", "größe", "k", "", "absent"];

    [Property(MaxTest = 100)]
    public void ReadAttribute_OfAnyLevelAndKey_FindsEveryOccurrence(int seed)
    {
        var (random, otlp) = (new Random(seed), new RandomOtlp(seed));
        var catalog = random.Next(3) == 0 ? new Catalog(5, maxColumns: random.Next(12), maxShapes: random.Next(6)) : new Catalog(5);
        var mutation = new Mutation(seed);
        var templates = Enumerable.Range(0, 5).Select(_ => otlp.NextSpan()).ToArray();
        List<byte[]> spans =
        [
            .. Enumerable.Range(0, 60).Select(_ => random.Next(8) switch
            {
                0 => mutation.Of(otlp.NextSpan().Encode()),
                1 => SpanFields.Shuffle(otlp.NextSpan().Encode(), random, onlyAttributes: true),
                2 => (otlp.NextSpan() with { Appended = OddFields.Next(random) }).Encode(),
                _ => templates[random.Next(templates.Length)].Encode(),
            }),
        ];
        using var block = new ShreddedBlock(catalog, spans);
        block.Decoder.ReadColumns(block.Payload);
        foreach (var level in Enum.GetValues<SpanLevel>())
        {
            foreach (var key in Keys)
            {
                AssertFinds(block, spans, level, key);
            }
        }
    }

    private static void AssertFinds(ShreddedBlock block, List<byte[]> spans, SpanLevel level, string key)
    {
        var rows = block.Decoder.ReadAttribute(block.Payload, block.Catalog, level, Encoding.UTF8.GetBytes(key));
        var found = rows.Occurrences.Select(occurrence => (occurrence.Row, Convert.ToHexString(rows.Value(occurrence.Value))));
        var expected = spans.Index().Where(span => !rows.OpaqueRows.Contains(span.Index))
            .SelectMany(span => ValuesOf(span.Item, level, key).Select(value => (span.Index, Convert.ToHexString(value))));
        Assert.Equal(expected.Order(), found.Order());
    }

    /// <summary>The values of a key as the bytes say them.</summary>
    private static List<byte[]> ValuesOf(byte[] span, SpanLevel level, string key)
    {
        var values = new List<byte[]>();
        var (container, attributes) = level switch
        {
            SpanLevel.Span => (0, OtlpFields.Span.Attributes),
            SpanLevel.Event => (OtlpFields.Span.Events, OtlpFields.Event.Attributes),
            _ => (OtlpFields.Span.Links, OtlpFields.Link.Attributes),
        };
        ForEach(span, container, message => ForEach(message, attributes, attribute =>
        {
            var (ownKey, value) = (Array.Empty<byte>(), Array.Empty<byte>());
            ForEach(attribute, OtlpFields.KeyValue.Key, bytes => ownKey = bytes);
            ForEach(attribute, OtlpFields.KeyValue.Value, bytes => value = bytes);
            if (ownKey.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(key)))
            {
                values.Add(value);
            }
        }));
        return values;
    }

    private static void ForEach(byte[] message, int number, Action<byte[]> visit)
    {
        if (number == 0)
        {
            visit(message);
            return;
        }

        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            if (field.Is(number, WireType.LengthDelimited))
            {
                visit(field.Bytes.ToArray());
            }
        }
    }
}
