using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Columns;
using Lumen.Storage.Embedded.Columns.Shapes;
using Lumen.TestKit;

namespace Lumen.Storage.Embedded.ColumnTests;

/// <summary>Spans that are far from what senders usually send are neither wrong nor kept as they are, and the tables stay small.</summary>
public sealed class ExtremeSpanTests
{
    private readonly Catalog _catalog = new(5);

    [Fact]
    public void Block_OfGiantValues_GivesThemBack() => AssertGivesBack(Enumerable.Range(0, 4).Select(index => new SpanBuilder
    {
        Attributes = [new("body", AnyValue.Of(new string((char)('a' + index), 3_000_000))), new("size", AnyValue.Of(index))],
    }));

    [Fact]
    public void Block_OfThousandsOfEventsAndLinks_GivesThemBack() => AssertGivesBack(Enumerable.Range(0, 3).Select(index => new SpanBuilder
    {
        Events = [.. Enumerable.Range(0, 5_000 + index).Select(number => new SpanEvent(
            SpanBuilder.Epoch + (ulong)number, "event", [new("number", AnyValue.Of(number))], 0))],
        Links = [.. Enumerable.Range(0, 2_000).Select(number => new SpanLink(
            new TraceId(7, (ulong)number + 1), new SpanId((ulong)number + 1), string.Empty, [new("number", AnyValue.Of(number))], 0, 0))],
    }));

    [Theory]
    [InlineData(2)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(2_000)]
    public void Block_OfManyAttributesInRandomOrder_GivesThemBack(int attributes)
    {
        var random = new Random(attributes);
        AssertGivesBack(Enumerable.Range(0, 30).Select(index =>
        {
            var all = Enumerable.Range(0, attributes).Select(key => new KeyValue($"key.{key}", AnyValue.Of(index % 3))).ToArray();
            random.Shuffle(all);
            return new SpanBuilder { Attributes = all };
        }));
    }

    [Fact]
    public void Block_OfAttributesInRandomOrder_HasFewShapes()
    {
        var random = new Random(1);
        AssertGivesBack(Enumerable.Range(0, 500).Select(_ =>
        {
            KeyValue[] all = [.. Enumerable.Range(0, 12).Select(key => new KeyValue($"key.{key}", AnyValue.Of(random.Next(4))))];
            random.Shuffle(all);
            return new SpanBuilder { Attributes = all };
        }));
        Assert.Equal(5, _catalog.Shapes.Count);
    }

    [Fact]
    public void Block_OfAKeyAndAnOwnShapeForEverySpan_KeepsTheTablesSmall()
    {
        for (var block = 0; block < 4; block++)
        {
            AssertGivesBack(Enumerable.Range(0, 2_000).Select(index => new SpanBuilder
            {
                Attributes = [new($"key.{block}.{index}", AnyValue.Of(index)), new("same", AnyValue.Of("value"))],
            }));
        }

        Assert.InRange(_catalog.Columns.Count, ColumnTable.Limit, ColumnTable.Limit + 20);
        Assert.True(_catalog.Shapes.Count <= ShapeTable.Limit);
    }

    private void AssertGivesBack(IEnumerable<SpanBuilder> spans)
    {
        using var block = new ShreddedBlock(_catalog, [.. spans.Select((span, index) => (span with
        {
            SpanId = new SpanId((ulong)index + 1),
        }).Encode())]);
        block.AssertGivesBack();
        Assert.Equal(0, block.WholeSpans);
    }
}
