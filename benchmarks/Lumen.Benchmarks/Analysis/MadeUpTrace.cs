using Lumen.Analysis;

namespace Lumen.Benchmarks.Analysis;

/// <summary>Makes traces of a shape, the same ones in every run, their spans in random order.</summary>
internal static class MadeUpTrace
{
    private const int Seed = 20;
    private const ulong Epoch = 1_700_000_000_000_000_000;
    private const ulong RootNanos = 30_000_000_000;
    private const int ServiceCount = 12;
    private const int OperationsPerService = 8;
    private const int SequentialChildren = 5;

    internal static AnalysisSpan[] Make(TraceShape shape, int count)
    {
        var random = new Random(Seed);
        var spans = new AnalysisSpan[count];
        spans[0] = Span(random, default, Epoch, Epoch + RootNanos);
        for (var index = 1; index < count; index++)
        {
            var parent = spans[ParentOf(shape, index, random)];
            var (start, end) = TimesOf(shape, index, in parent, random);
            spans[index] = Span(random, parent.Id, start, end);
        }

        random.Shuffle(spans);
        return spans;
    }

    private static int ParentOf(TraceShape shape, int index, Random random) => shape switch
    {
        TraceShape.Wide => 0,
        TraceShape.Deep => index - 1,
        TraceShape.Sequential => (index - 1) / SequentialChildren,
        _ => random.Next(index),
    };

    private static (ulong Start, ulong End) TimesOf(TraceShape shape, int index, in AnalysisSpan parent, Random random)
    {
        var length = parent.EndUnixNano - parent.StartUnixNano;
        if (shape == TraceShape.Deep)
        {
            return (parent.StartUnixNano + 1, parent.EndUnixNano - 1);
        }

        if (shape == TraceShape.Sequential)
        {
            var start = parent.StartUnixNano + ((ulong)((index - 1) % SequentialChildren) * length / SequentialChildren);
            return (start + 1, start + (length / SequentialChildren));
        }

        var from = (ulong)random.NextInt64((long)length + 1);
        return (parent.StartUnixNano + from, parent.StartUnixNano + from + (ulong)random.NextInt64((long)(length - from) + 1));
    }

    private static AnalysisSpan Span(Random random, SpanId parent, ulong start, ulong end)
    {
        var service = random.Next(ServiceCount);
        return new AnalysisSpan
        {
            Id = new SpanId((ulong)random.NextInt64(1, long.MaxValue)),
            ParentId = parent,
            Service = Services[service],
            Name = Operations[service][random.Next(OperationsPerService)],
            Kind = (SpanKind)random.Next(1, 4),
            StartUnixNano = start,
            EndUnixNano = end,
        };
    }

    private static readonly string[] Services = [.. Enumerable.Range(0, ServiceCount).Select(service => $"checkout-service-{service}")];

    private static readonly string[][] Operations =
        [.. Services.Select(service => Enumerable.Range(0, OperationsPerService).Select(name => $"GET /api/{service}/{name}").ToArray())];
}
