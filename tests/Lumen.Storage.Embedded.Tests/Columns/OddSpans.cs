using Lumen.Otlp;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Columns;
using Lumen.TestKit;

namespace Lumen.Storage.Embedded.ColumnTests;

/// <summary>Spans some of which are damaged, in another order or oddly written, for tables that may be small.</summary>
internal static class OddSpans
{
    internal static List<byte[]> Next(int seed, out Catalog catalog)
    {
        var (random, otlp) = (new Random(seed), new RandomOtlp(seed));
        catalog = random.Next(3) == 0 ? new Catalog(5, maxColumns: random.Next(12), maxShapes: random.Next(6)) : new Catalog(5);
        var mutation = new Mutation(seed);
        var templates = Enumerable.Range(0, 5).Select(_ => otlp.NextSpan()).ToArray();
        return
        [
            .. Enumerable.Range(0, 60).Select(_ => random.Next(8) switch
            {
                0 => mutation.Of(otlp.NextSpan().Encode()),
                1 => SpanFields.Shuffle(otlp.NextSpan().Encode(), random, onlyAttributes: true),
                2 => (otlp.NextSpan() with { Appended = OddFields.Next(random) }).Encode(),
                _ => templates[random.Next(templates.Length)].Encode(),
            }),
        ];
    }

    /// <summary>Visits key and value of every attribute of a level, as the bytes say them; the last key and value of each count.</summary>
    internal static void ForEachAttribute(byte[] span, SpanLevel level, Action<byte[], byte[]> visit)
    {
        var attributes = level switch
        {
            SpanLevel.Span => OtlpFields.Span.Attributes,
            SpanLevel.Event => OtlpFields.Event.Attributes,
            _ => OtlpFields.Link.Attributes,
        };
        foreach (var message in level == SpanLevel.Span ? [span] : Fields(span, Container(level)))
        {
            foreach (var attribute in Fields(message, attributes))
            {
                visit(
                    Fields(attribute, OtlpFields.KeyValue.Key).LastOrDefault([]),
                    Fields(attribute, OtlpFields.KeyValue.Value).LastOrDefault([]));
            }
        }
    }

    private static int Container(SpanLevel level) => level == SpanLevel.Event ? OtlpFields.Span.Events : OtlpFields.Span.Links;

    private static List<byte[]> Fields(byte[] message, int number)
    {
        var fields = new List<byte[]>();
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            if (field.Is(number, WireType.LengthDelimited))
            {
                fields.Add(field.Bytes.ToArray());
            }
        }

        return fields;
    }
}
