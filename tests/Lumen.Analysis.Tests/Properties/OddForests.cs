using FsCheck;
using FsCheck.Fluent;

namespace Lumen.Analysis.Tests.Properties;

/// <summary>
/// Makes forests in which kinds are mixed, children lie outside their parents, spans have no or a negative length, ids repeat, parents are
/// missing or form cycles.
/// </summary>
internal static class OddForests
{
    private const int MostSpans = 14;

    private static readonly ulong[] Extents = [12, 60, 2_000, 300_000];

    private static readonly string[] Names = ["a", "b", "c"];

    /// <summary>Forests with their smaller versions: a span less, or all times halved.</summary>
    internal static Arbitrary<OddForest> Arbitrary { get; } =
        Arb.From(Gen.Choose(0, int.MaxValue).Select(Make), Smaller);

    /// <summary>The same forest for the same seed.</summary>
    internal static OddForest Make(int seed)
    {
        var random = new Random(seed);
        var extent = random.GetItems(Extents, 1)[0];
        var spans = new List<AnalysisSpan>();
        var count = random.Next(1, MostSpans + 1);
        while (spans.Count < count)
        {
            spans.Add(spans.Count > 0 && Happens(random, 6) ? Copy(spans, random) : MakeSpan(spans, extent, random));
        }

        return new OddForest([.. spans]);
    }

    private static AnalysisSpan Copy(List<AnalysisSpan> spans, Random random) =>
        spans[random.Next(spans.Count)] with { RemoteParent = MakeRemoteParent(random) };

    private static AnalysisSpan MakeSpan(List<AnalysisSpan> spans, ulong extent, Random random)
    {
        var parent = ParentOf(spans, random);
        var around = spans.Find(span => span.Id == parent);
        var sibling = spans.FindLast(span => span.ParentId == parent);
        var (start, end) = sibling.EndUnixNano > 0 && Happens(random, 20) ? MakeSuccessor(in sibling, extent, random)
            : around.EndUnixNano > around.StartUnixNano && Happens(random, 60)
                ? MakeTimes(around.StartUnixNano, around.EndUnixNano, random)
                : MakeTimes(0, extent, random);
        return new AnalysisSpan
        {
            Id = spans.Count > 0 && Happens(random, 10) ? spans[random.Next(spans.Count)].Id : new SpanId((ulong)random.Next(1, 200)),
            ParentId = parent,
            Service = random.GetItems(Names, 1)[0],
            Name = random.GetItems(Names, 1)[0],
            Kind = (SpanKind)random.Next(0, 7),
            Status = (SpanStatus)random.Next(0, 3),
            RemoteParent = MakeRemoteParent(random),
            StartUnixNano = start,
            EndUnixNano = end,
        };
    }

    /// <summary>Mostly an earlier span; sometimes none, or a small id that may be missing, be the span's own or close a cycle.</summary>
    private static SpanId ParentOf(List<AnalysisSpan> spans, Random random) => random.Next(100) switch
    {
        < 10 => default,
        < 24 => new SpanId((ulong)random.Next(1, 40)),
        _ => spans.Count == 0 ? default : spans[random.Next(spans.Count)].Id,
    };

    /// <summary>A span that starts where its sibling ends, or a little before, as if its sibling was closed late.</summary>
    private static (ulong Start, ulong End) MakeSuccessor(in AnalysisSpan sibling, ulong extent, Random random)
    {
        var overlap = (ulong)random.NextInt64((long)(extent / 100) + 1);
        var start = sibling.EndUnixNano - Math.Min(sibling.EndUnixNano, overlap);
        return (start, start + (ulong)random.NextInt64((long)extent));
    }

    private static (ulong Start, ulong End) MakeTimes(ulong from, ulong to, Random random)
    {
        var first = from + (ulong)random.NextInt64((long)(to - from) + 1);
        var second = from + (ulong)random.NextInt64((long)(to - from) + 1);
        return random.Next(100) switch
        {
            < 8 => (first, first),
            < 13 => (Math.Max(first, second), Math.Min(first, second)),
            _ => (Math.Min(first, second), Math.Max(first, second)),
        };
    }

    private static RemoteParent MakeRemoteParent(Random random) => (RemoteParent)Math.Max(0, random.Next(-2, 3));

    private static bool Happens(Random random, int percent) => random.Next(100) < percent;

    private static IEnumerable<OddForest> Smaller(OddForest forest)
    {
        for (var left = 0; left < forest.Spans.Length && forest.Spans.Length > 1; left++)
        {
            yield return new OddForest([.. forest.Spans.Where((_, index) => index != left)]);
        }

        if (forest.Spans.Any(span => span.StartUnixNano > 1 || span.EndUnixNano > 1))
        {
            yield return new OddForest([.. forest.Spans.Select(Halve)]);
        }
    }

    private static AnalysisSpan Halve(AnalysisSpan span) =>
        span with { StartUnixNano = span.StartUnixNano / 2, EndUnixNano = span.EndUnixNano / 2 };
}
