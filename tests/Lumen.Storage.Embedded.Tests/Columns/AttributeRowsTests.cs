using System.Text;
using FsCheck.Xunit;
using Lumen.Storage.Embedded.Columns;

namespace Lumen.Storage.Embedded.ColumnTests;

/// <summary>Reading one attribute of a block finds what the bytes of its spans say.</summary>
public sealed class AttributeRowsTests
{
    private static readonly string[] Keys = ["http.route", "db.system", "service.name", "größe", "k", "", "absent"];

    [Property(MaxTest = 100)]
    public void ReadAttribute_OfAnyLevelAndKey_FindsEveryOccurrence(int seed)
    {
        var spans = OddSpans.Next(seed, out var catalog);
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
        OddSpans.ForEachAttribute(span, level, (ownKey, value) =>
        {
            if (ownKey.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(key)))
            {
                values.Add(value);
            }
        });
        return values;
    }
}
