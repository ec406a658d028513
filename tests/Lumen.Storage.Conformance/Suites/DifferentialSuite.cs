using FsCheck.Xunit;
using Lumen.TestKit;

namespace Lumen.Storage.Conformance;

/// <summary>A store beside the reference: random writes, disturbances and questions, and never another answer.</summary>
/// <typeparam name="THarness">The store under test.</typeparam>
public abstract class DifferentialSuite<THarness>
    where THarness : StoreHarness, new()
{
    [Property(MaxTest = 40)]
    public async Task Store_OnRandomWritesAndQueries_AnswersAsTheReferenceDoes(int seed)
    {
        await using var harness = new THarness();
        await using var reference = new ReferenceTraceStore();
        await harness.OpenAsync();
        await reference.OpenAsync(CancellationToken.None);
        var world = new SmallWorld(seed);
        for (var round = 0; round < 4; round++)
        {
            await WriteAsync(harness, reference, world);
            await harness.DisturbAsync(world.Random);
            await CompareAsync(harness.Reader, reference, world);
        }
    }

    private static async Task WriteAsync(THarness harness, ReferenceTraceStore reference, SmallWorld world)
    {
        for (var group = world.Random.Next(1, 5); group > 0; group--)
        {
            var requests = world.NextRequests();
            await harness.WriteAsync(requests);
            var batches = requests.Select(request => request.ToBatch()).ToArray();
            await reference.WriteAsync(batches, new WriteOutcome[batches.Length], CancellationToken.None);
            Array.ForEach(batches, batch => batch.Dispose());
        }
    }

    private static async Task CompareAsync(ITraceReader reader, ReferenceTraceStore reference, SmallWorld world)
    {
        var none = CancellationToken.None;
        foreach (var names in (NameQuery[])[new(), world.NextNameQuery(), world.NextNameQuery()])
        {
            Assert.Equal(Describe(await reference.ListServicesAsync(names, none)), Describe(await reader.ListServicesAsync(names, none)));
            foreach (var service in SmallWorld.Services)
            {
                var expected = await reference.ListOperationsAsync(service, names, none);
                var actual = await reader.ListOperationsAsync(service, names, none);
                Assert.Equal($"{names} {Describe(expected)}", $"{names} {Describe(actual)}");
            }
        }

        foreach (var trace in SmallWorld.Traces)
        {
            Assert.Equal(Describe(await reference.FindTraceAsync(trace, none)), Describe(await reader.FindTraceAsync(trace, none)));
        }

        for (var count = 0; count < 10; count++)
        {
            await ComparePagesAsync(reader, reference, world.NextQuery());
            await ComparePagesAsync(reader, reference, world.NextPredicateQuery());
        }
    }

    private static async Task ComparePagesAsync(ITraceReader reader, ReferenceTraceStore reference, TraceQuery query)
    {
        // Page after page, so that cursors are compared where they really stand.
        for (var page = 0; page < 4; page++)
        {
            var expected = await reference.SearchAsync(query, CancellationToken.None);
            var actual = await reader.SearchAsync(query, CancellationToken.None);
            Assert.True(Describe(expected) == Describe(actual), $"{query}\nexpected: {Describe(expected)}\nactual: {Describe(actual)}");
            if (expected.Next is null)
            {
                return;
            }

            query = query with { After = expected.Next };
        }
    }

    private static string Describe(Trace? trace) => trace is null ? "none" : string.Join('\n', trace.Spans.Select(span =>
        $"{span.Service} {span.Name} {span.Id} {span.StartUnixNano} {Convert.ToHexString(span.Encoded.Span)} "
        + $"{Convert.ToHexString(span.Resource.Encoded.Span)} {span.Resource.SchemaUrl} "
        + $"{Convert.ToHexString(span.Scope.Encoded.Span)} {span.Scope.SchemaUrl}"));

    private static string Describe<T>(NameList<T> list) => $"{string.Join('|', list.Names)} {list.IncompleteReason}";

    private static string Describe(TracePage page) =>
        $"{page.Next} {page.IncompleteReason}\n"
        + string.Join('\n', page.Traces.Select(trace => $"{trace with { Services = [] }} {string.Join(',', trace.Services)}"));
}
