using Lumen.AspNetCore.Tests.Otlp;
using Lumen.AspNetCore.Tests.Samples;
using Lumen.AspNetCore.Tests.Senders.Exact;
using Lumen.TestKit;
using Lumen.TestKit.Oracle;

namespace Lumen.AspNetCore.Tests.Senders.Forwarding;

/// <summary>
/// The Collector between a sender and Lumen, once as it is by default and once without batching and queue. What it acknowledged and Lumen
/// has not is lost. docs/senders.md says the same in words.
/// </summary>
public sealed class CollectorTests
{
    private const int SpansARequest = 50;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Collector_EverySpan_IsFoundByIdAndBySearchWithAllThatItSays(bool holdsBack)
    {
        await using var host = await ReceivingHost.StartAsync();
        var requests = Enumerable.Range(1, 4).Select(Request).ToList();
        await using (var collector = await CollectorProgram.StartAsync(host.Grpc, holdsBack))
        {
            using var client = new ExportClient(collector.Address);
            foreach (var request in requests)
            {
                await client.ExportAsync(request);
            }

            await collector.CloseAsync();
        }

        var sent = SentSpan.In(requests).ToList();
        Assert.Equal(requests.Count * SpansARequest, sent.Count);
        foreach (var span in sent)
        {
            await SentAssert.IsFoundBySearchAsync(host, await SentAssert.IsStoredAsync(host, span));
        }

        Assert.Equal(sent.Count, await ExactBytes.AreStoredAsync(host));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Collector_WhileLumenIsFull_LosesNothing(bool holdsBack)
    {
        await using var host = await ReceivingHost.StartAsync();
        host.Sent.Refusals = 2;
        await using var collector = await CollectorProgram.StartAsync(host.Grpc, holdsBack);
        using var client = new ExportClient(collector.Address);
        var request = Request(1);

        await client.ExportAsync(request);

        if (holdsBack)
        {
            await Eventually.TrueAsync(() => !host.Sent.Requests.IsEmpty, "the Collector tries again");
            await collector.CloseAsync();
        }

        Assert.Equal(2, host.Sent.Refused.Count);
        foreach (var span in SentSpan.In([request]))
        {
            await SentAssert.IsStoredAsync(host, span);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Collector_WhoseServerIsStoppedAndStarted_LosesNothing(bool holdsBack)
    {
        using var data = new TemporaryFolder();
        await using var first = await ServerSample.StartAsync(data.Path);
        await using var collector = await CollectorProgram.StartAsync(new Uri($"http://{first.GrpcEndpoint}"), holdsBack);
        using var client = new ExportClient(collector.Address);
        var requests = Enumerable.Range(1, 3).Select(Request).ToList();

        await client.ExportAsync(requests[0]);
        await first.Program.TerminateAsync(ServerSample.Bound);
        var during = client.ExportAsync(requests[1]);
        await using var second = await ServerSample.StartAsync(data.Path, ("Lumen__OtlpGrpcPorts", first.GrpcEndpoint.Split(':')[1]));
        await client.ExportAsync(requests[2]);
        await during;

        foreach (var span in SentSpan.In(requests))
        {
            if (holdsBack)
            {
                // What it acknowledged it may still hold.
                await StoredTrace.BecomesAsync(second, span.TraceId, spans => spans.Any(stored => stored.Id == span.Id));
            }

            Assert.Contains(await StoredTrace.SpansAsync(second, span.TraceId), stored => stored.Id == span.Id);
        }
    }

    private static ExportRequest Request(int seed)
    {
        var request = ExportRequest.Parser.ParseFrom(new TypicalOtlp(seed).NextRequest(SpansARequest).Encode());
        foreach (var sent in SentSpan.In([request]))
        {
            // The Collector writes an empty message where a span has no status.
            sent.Span.Status ??= new Status();
        }

        return request;
    }
}
