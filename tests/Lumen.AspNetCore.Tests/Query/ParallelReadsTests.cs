using System.Net;
using Lumen.AspNetCore.Tests.Hosting;
using Lumen.TestKit;
using Microsoft.AspNetCore.Builder;

namespace Lumen.AspNetCore.Tests.Query;

/// <summary>Many readers of a trace that takes more memory than all of them may.</summary>
public sealed class ParallelReadsTests
{
    private const string Id = "0123456789abcdeffedcba9876543210";
    private const int Readers = 8;

    [Theory]
    [InlineData($"/lumen/api/traces/{Id}")]
    [InlineData($"/lumen/api/traces/{Id}?format=otlp")]
    [InlineData($"/lumen/api/traces/{Id}/outline")]
    [InlineData($"/lumen/api/traces/{Id}/spans/0000000000000001")]
    [InlineData("/lumen/api/traces?explain=true&from=2023-11-14&to=2023-11-15")]
    [InlineData($"/lumen/jaeger/api/v3/traces/{Id}")]
    public async Task Get_OfALargeTraceByMany_ReadsItOnceAtATimeAndRefusesWhoWaitsTooLong(string address)
    {
        await using var host = await StartAsync();
        var first = host.Client.GetAsync(address);
        await host.Shelf.Reading.Task;
        var others = Enumerable.Range(1, Readers - 1).Select(_ => host.Client.GetAsync(address)).ToList();
        while (!others.TrueForAll(answer => answer.IsCompleted))
        {
            // Until each has begun to wait, time that passes is nothing to it.
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        foreach (var other in others)
        {
            using var answer = await other;
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter?.Delta);
            Assert.Contains("Lumen:MaxReadBytes", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.False(first.IsCompleted);
        host.Shelf.TraceGate!.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        Assert.Equal(1, host.Shelf.MostReadAtATime);
    }

    [Theory]
    [InlineData("/lumen/api/traces?from=2023-11-14&to=2023-11-15")]
    [InlineData("/lumen/jaeger/api/v3/trace-summaries?query.startTimeMin=2023-11-14T00:00:00Z&query.startTimeMax=2023-11-15T00:00:00Z")]
    public async Task Search_ThatMeetsALargeTraceWhileOneIsRead_IsRefusedUntilThereIsRoom(string address)
    {
        await using var host = await StartAsync();
        host.Shelf.SummaryBytes = 12_000_000;
        var first = host.Client.GetAsync($"/lumen/api/traces/{Id}/outline");
        await host.Shelf.Reading.Task;
        var search = host.Client.GetAsync(address);
        while (!search.IsCompleted)
        {
            // Until it has begun to wait, time that passes is nothing to it.
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        using var refusal = await search;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refusal.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), refusal.Headers.RetryAfter?.Delta);
        host.Shelf.TraceGate!.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        using var answer = await host.Client.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Get_OfALargeTraceByMany_AnswersAllWhoNeedNotWaitTooLong()
    {
        await using var host = await StartAsync();
        host.Shelf.TraceGate!.SetResult();
        var answers = await Task.WhenAll(Enumerable.Range(0, Readers).Select(async _ =>
        {
            using var answer = await host.Client.GetAsync($"/lumen/api/traces/{Id}/outline");
            return answer.StatusCode;
        }));
        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(1, host.Shelf.MostReadAtATime);
    }

    private static async Task<LumenHost> StartAsync()
    {
        var host = await LumenHost.StartAsync(
            app =>
            {
                app.MapLumen();
                app.MapLumenJaeger();
            },
            settings: ("Lumen:MaxReadBytes", "16777216"));
        var resource = OtlpMessages.Resource("shop");
        var name = new string('n', 40_000);
        var spans = Enumerable.Range(1, 400).Select(number => new SpanBuilder
        {
            SpanId = new((ulong)number), ParentId = new((ulong)number / 2), StartUnixNano = SpanBuilder.Epoch + (ulong)number,
            EndUnixNano = SpanBuilder.Epoch + (ulong)number + 1, Name = name,
        }.Build(resource));
        host.Shelf.Add(spans);
        host.Shelf.TraceGate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return host;
    }
}
