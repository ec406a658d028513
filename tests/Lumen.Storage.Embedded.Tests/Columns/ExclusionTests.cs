using System.Text;
using FsCheck.Xunit;
using Lumen.Otlp;
using Lumen.Storage.Embedded.Columns;
using Lumen.Storage.Embedded.Postings;
using Lumen.Storage.Embedded.Statistics;

namespace Lumen.Storage.Embedded.ColumnTests;

/// <summary>Nothing that a block has is excluded by its postings and statistics (rule 22).</summary>
public sealed class ExclusionTests
{
    private const long Seed = 5;

    [Property(MaxTest = 100)]
    public void Postings_OfAnyBlock_HaveEveryAttribute(int seed)
    {
        var spans = OddSpans.Next(seed, out var catalog);
        using var block = new ShreddedBlock(catalog, spans);
        var pairs = new List<ulong>();
        new AttributePostings(Seed).Add(block.Spans, catalog.Columns, block: 3, pairs);
        var (hash, found) = (new AttributeHash(Seed), pairs.ToHashSet());
        ForEachAttribute(block, spans, (level, key, value) =>
        {
            var printed = ReadValue(value).ToString();
            Assert.Contains(Posting.Pair(hash.OfExistence(level, key), 3), found);
            // Text that is not UTF-8 cannot be asked for.
            Assert.True(printed.Contains('\uFFFD') || found.Contains(Posting.Pair(hash.OfEquality(level, key, printed), 3)));
        });
    }

    [Property(MaxTest = 100)]
    public void Statistics_OfAnyBlock_TakeInEveryNumberAndSpan(int seed)
    {
        var spans = OddSpans.Next(seed, out var catalog);
        using var block = new ShreddedBlock(catalog, spans);
        var builder = new StatisticsBuilder(catalog, UsualStarts.Around(1, 2));
        builder.Add(block.Columns, block.Spans);
        var written = new Frames.ByteBuilder();
        builder.Build().Write(written);
        var statistics = BlockStatistics.Read(written.Written);

        Assert.Equal(
            block.Columns.Origins.Take(block.Columns.Count).CountBy(origin => origin).OrderBy(origin => origin.Key),
            statistics.OriginsOf(0).ToArray().Select(count => new KeyValuePair<int, int>(count.Origin, count.Spans)));
        ForEachAttribute(block, spans, (level, key, value) =>
        {
            var column = catalog.Columns.Find(level, isAttribute: true, Encoding.UTF8.GetBytes(key));
            if (column != ColumnTable.None)
            {
                AssertTakesIn(statistics.NumbersOf(0, column), ReadValue(value));
            }
        });
    }

    [Fact]
    public void NumberRange_OfIntegersThatNoDoubleIs_IsRoundedOutwards()
    {
        var range = NumberRange.Empty(3).With(long.MaxValue).With(-((1L << 53) + 1));
        Assert.True((Int128)range.Greatest >= long.MaxValue);
        Assert.True((Int128)range.Least <= -((1L << 53) + 1));
        Assert.True(NumberRange.Empty(3).With(double.NaN).IsEmpty);
    }

    private static void AssertTakesIn(NumberRange? range, AnyValue value)
    {
        if (value.AsInt is { } integer)
        {
            // A cast of an infinity ends at the least and the greatest of these integers, which are far beyond a span's.
            Assert.True((Int128)range!.Value.Least <= integer);
            Assert.True((Int128)range.Value.Greatest >= integer);
        }
        else if (value.AsDouble is { } real && !double.IsNaN(real))
        {
            Assert.InRange(real, range!.Value.Least, range.Value.Greatest);
        }
    }

    /// <summary>Visits every attribute of spans that are not kept as they are, whose block no posting excludes.</summary>
    private static void ForEachAttribute(ShreddedBlock block, List<byte[]> spans, Action<SpanLevel, string, byte[]> visit)
    {
        block.Decoder.ReadColumns(block.Payload);
        int[] opaque = [.. block.Decoder.ReadAttribute(block.Payload, block.Catalog, SpanLevel.Span, "k"u8).OpaqueRows];
        Assert.Equal(block.Spans.HasWhole, opaque.Length > 0);
        foreach (var (_, span) in spans.Index().Where(span => !opaque.Contains(span.Index)))
        {
            foreach (var level in Enum.GetValues<SpanLevel>())
            {
                OddSpans.ForEachAttribute(span, level, (key, value) =>
                {
                    // A key that is no text cannot be asked for.
                    if (Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(key)).AsSpan().SequenceEqual(key))
                    {
                        visit(level, Encoding.UTF8.GetString(key), value);
                    }
                });
            }
        }
    }

    /// <summary>The value as Core reads it in a span.</summary>
    private static AnyValue ReadValue(byte[] value)
    {
        using var writer = new ProtobufWriter();
        var attribute = writer.BeginMessage(OtlpFields.Span.Attributes);
        writer.WriteBytes(OtlpFields.KeyValue.Value, value);
        writer.EndMessage(attribute);
        var span = new Span(writer.Written.ToArray(), new Resource(default, string.Empty), new Scope(default, string.Empty));
        return Assert.Single(span.Attributes).Value;
    }
}
