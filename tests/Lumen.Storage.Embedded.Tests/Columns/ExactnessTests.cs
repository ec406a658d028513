using FsCheck.Xunit;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.TestKit;

namespace Lumen.Storage.Embedded.ColumnTests;

/// <summary>Columns give every byte of every span back, whatever the span (rule 21).</summary>
public sealed class ExactnessTests
{
    [Property(MaxTest = 60)]
    public void Block_OfRandomSpans_GivesEveryByteBack(int seed) => AssertGivesBack(seed, (span, _) => span.Encode());

    [Property(MaxTest = 120)]
    public void Block_OfMutatedSpans_GivesEveryByteBack(int seed)
    {
        var mutation = new Mutation(seed);
        AssertGivesBack(seed, (span, random) => random.Next(3) == 0 ? mutation.Of(span.Encode()) : span.Encode());
    }

    [Property(MaxTest = 120)]
    public void Block_OfSpansWithOddFields_GivesEveryByteBack(int seed) => AssertGivesBack(
        seed, (span, random) => (span with { Appended = [.. OddFields.Next(random), .. OddFields.Next(random)] }).Encode());

    [Property(MaxTest = 60)]
    public void Block_OfSpansWithFieldsInAnyOrder_GivesEveryByteBack(int seed) =>
        AssertGivesBack(seed, (span, random) => SpanFields.Shuffle(span.Encode(), random, onlyAttributes: random.Next(2) == 0));

    [Property(MaxTest = 60)]
    public void Block_WithSmallTables_GivesEveryByteBack(int seed)
    {
        var random = new Random(seed);
        var catalog = new Catalog(5, maxColumns: random.Next(12), maxShapes: random.Next(6));
        AssertGivesBack(seed, (span, next) => SpanFields.Shuffle(span.Encode(), next, onlyAttributes: true), catalog);
    }

    private static void AssertGivesBack(int seed, Func<SpanBuilder, Random, byte[]> encode, Catalog? catalog = null)
    {
        var (random, otlp) = (new Random(seed), new RandomOtlp(seed));
        // Few different spans, so that they repeat each other's shapes and values.
        var templates = Enumerable.Range(0, 6).Select(_ => otlp.NextSpan()).ToArray();
        catalog ??= new Catalog(5);
        for (var block = 0; block < 3; block++)
        {
            var spans = Enumerable.Range(0, 80).Select(index => Vary(templates[random.Next(templates.Length)], otlp.NextSpan(), random) with
            {
                TraceId = new TraceId(1, (ulong)(index / 9) + 1),
            });
            using var shredded = new ShreddedBlock(catalog, [.. spans.Select(span => encode(span, random))]);
            shredded.AssertGivesBack();
        }
    }

    private static SpanBuilder Vary(SpanBuilder template, SpanBuilder other, Random random) => template with
    {
        SpanId = other.SpanId,
        ParentId = random.Next(2) == 0 ? other.ParentId : default,
        StartUnixNano = other.StartUnixNano,
        EndUnixNano = other.EndUnixNano,
        Attributes = random.Next(3) == 0 ? other.Attributes : template.Attributes,
        Events = random.Next(5) == 0 ? other.Events : template.Events,
        Links = random.Next(5) == 0 ? other.Links : template.Links,
    };
}
