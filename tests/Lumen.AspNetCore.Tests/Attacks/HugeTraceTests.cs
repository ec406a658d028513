using System.Globalization;
using System.Net;
using Lumen.AspNetCore.Tests.Attacks.Load;
using Lumen.AspNetCore.Tests.Otlp;
using Lumen.Hosting;
using Lumen.Ledger;
using Lumen.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Tests.Attacks;

/// <summary>A trace that takes more memory than all reads together may: taken, found, and read by one at a time.</summary>
[Collection(AttackCollection.Name)]
public sealed class HugeTraceTests
{
    private const int SpansARequest = 10_000;
    private const int Readers = 6;

    /// <summary>A span that is read takes about a kilobyte, its analysis and answer as much again; three times, for garbage.</summary>
    private const long HeapASpan = 6 * 1024;
    private const long HeapBytes = 256L * 1024 * 1024;

    private static readonly TraceId Id = new(0x4075E, 1);
    private static readonly DateTimeOffset Begin = DateTimeOffset.FromUnixTimeSeconds((long)(SpanBuilder.Epoch / 1_000_000_000));

    [Fact]
    public async Task Trace_OfManySpans_IsTakenFoundAndReadWithinABound()
    {
        await using var host = await AttackedHost.StartAsync(options =>
            (options.MaxReadBytes, options.MaxWait) = (16 * 1024 * 1024, AttackScale.IsLong ? options.MaxWait : TimeSpan.FromSeconds(1)));
        await using var memory = new MemoryWatch(host.Budget);
        await SendAsync(host);

        var ledger = host.AssertSettled();
        Assert.Equal(AttackScale.TraceSpans, ledger[SpanFate.Stored]);
        Assert.Equal(ledger.Received, ledger[SpanFate.Stored] + ledger[SpanFate.Refused]);
        await AssertFoundBySearchAsync(host);
        await AssertOneAtATimeAsync(host);
        await AssertManyReadersAsync(host);
        await memory.AssertBoundedAsync(HeapBytes + (HeapASpan * AttackScale.TraceSpans));
    }

    private static async Task AssertFoundBySearchAsync(AttackedHost host)
    {
        var (from, to) = (Begin.ToUnixTimeMilliseconds() - 1, Begin.AddMinutes(1).ToUnixTimeMilliseconds());
        var page = await host.JsonAsync($"lumen/api/traces?service=huge&from={from}&to={to}");
        var summary = Assert.Single(page.GetProperty("traces").EnumerateArray());
        Assert.Equal($"{Id}", summary.GetProperty("traceId").GetString());
        Assert.Equal(AttackScale.TraceSpans, summary.GetProperty("spanCount").GetInt32());
    }

    /// <summary>While one has it, another is told when to come again; and gets it then.</summary>
    private static async Task AssertOneAtATimeAsync(AttackedHost host)
    {
        using (var held = await host.Services.GetRequiredService<BoundedTraceReader>().FindTraceAsync(Id, CancellationToken.None))
        {
            Assert.Equal(AttackScale.TraceSpans, held!.Trace.Spans.Count);
            using var refused = await host.Client.GetAsync($"lumen/api/traces/{Id}/outline");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 5);
        }

        var outline = await host.JsonAsync($"lumen/api/traces/{Id}/outline");
        Assert.Equal(AttackScale.TraceSpans, outline.GetProperty("spanCount").GetInt32());
    }

    /// <summary>Each gets an answer, of which none is a failure, and small traces are read beside them.</summary>
    private static async Task AssertManyReadersAsync(AttackedHost host)
    {
        using var sender = new AttackSender(host, isGrpc: true);
        var small = new AttackRequest(number: 1, largeBytes: 0);
        Assert.True((await sender.SendAsync(small.Body)).IsTaken);

        var readers = Enumerable.Range(0, Readers).Select(_ => ReadAwayAsync(host.Client, $"lumen/api/traces/{Id}")).ToList();
        var read = await host.JsonAsync($"lumen/api/traces/{small.Trace}");
        var answers = await Task.WhenAll(readers);

        Assert.Equal(AttackRequest.Spans, read.GetProperty("spans").GetArrayLength());
        Assert.Contains(HttpStatusCode.OK, answers);
        Assert.All(answers, status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{status}"));
    }

    /// <summary>Reads an answer without keeping it.</summary>
    private static async Task<HttpStatusCode> ReadAwayAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
        await answer.Content.CopyToAsync(Stream.Null);
        return answer.StatusCode;
    }

    private static async Task SendAsync(AttackedHost host)
    {
        using var http = new HttpClient { BaseAddress = host.Http };
        for (var first = 1; first <= AttackScale.TraceSpans; first += SpansARequest)
        {
            var request = ExportRequests.Gzip(Request(first));
            while (await PostAsync(http, request) is { } delay)
            {
                // The store is behind: a sender comes again when it was told to.
                await Task.Delay(delay);
            }
        }
    }

    private static async Task<TimeSpan?> PostAsync(HttpClient http, byte[] request)
    {
        using var content = HttpBodies.AsOtlp(new ByteArrayContent(request), gzip: true);
        using var answer = await http.PostAsync("v1/traces", content);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{answer.StatusCode}");
        return answer.StatusCode == HttpStatusCode.OK ? null : answer.Headers.RetryAfter!.Delta;
    }

    private static byte[] Request(int first)
    {
        var spans = Enumerable.Range(first, Math.Min(SpansARequest, AttackScale.TraceSpans - first + 1)).Select(number => new SpanBuilder
        {
            TraceId = Id, SpanId = new SpanId((ulong)number), ParentId = new SpanId((ulong)number / 2),
            StartUnixNano = SpanBuilder.Epoch + (ulong)number, EndUnixNano = SpanBuilder.Epoch + (ulong)number + 1_000_000,
            Attributes = [new("number", AnyValue.Of(number.ToString(CultureInfo.InvariantCulture)))],
        });
        return new OtlpRequestBuilder().Resource("huge").Scope("attack").Add(spans).Encode();
    }
}
