using FsCheck;
using FsCheck.Fluent;

namespace Lumen.Analysis.Tests.Properties;

/// <summary>Makes single trees whose children lie inside their parents one after the other, with and without time between.</summary>
internal static class SequentialForests
{
    private const int MostSpans = 20;
    private const ulong Extent = 5_000;

    internal static Arbitrary<OddForest> Arbitrary { get; } =
        Gen.Choose(0, int.MaxValue).Select(seed => Make(new Random(seed))).ToArbitrary();

    private static OddForest Make(Random random)
    {
        var spans = new List<AnalysisSpan> { Span(1, default, 0, (ulong)random.NextInt64(1, (long)Extent)) };
        for (var parent = 0; parent < spans.Count && spans.Count < MostSpans; parent++)
        {
            AddChildren(spans, spans[parent], random);
        }

        var shuffled = spans.ToArray();
        random.Shuffle(shuffled);
        return new OddForest(shuffled);
    }

    private static void AddChildren(List<AnalysisSpan> spans, AnalysisSpan parent, Random random)
    {
        var at = parent.StartUnixNano;
        for (var child = random.Next(4); child > 0 && at < parent.EndUnixNano; child--)
        {
            var start = random.Next(2) == 0 ? at : (ulong)random.NextInt64((long)at, (long)parent.EndUnixNano);
            at = (ulong)random.NextInt64((long)start, (long)parent.EndUnixNano) + 1;
            spans.Add(Span(spans.Count + 1, parent.Id, start, at));
        }
    }

    private static AnalysisSpan Span(int id, SpanId parent, ulong start, ulong end) => new()
    {
        Id = new SpanId((ulong)id),
        ParentId = parent,
        Kind = SpanKind.Internal,
        StartUnixNano = start,
        EndUnixNano = end,
    };
}
