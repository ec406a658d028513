using System.Diagnostics;
using Lumen.Otlp;
using Microsoft.Extensions.Time.Testing;

namespace Lumen.Ingestion.Capture;

public sealed class ActivityCaptureTests : IDisposable
{
    private readonly ActivitySource _source = new($"test-{Guid.NewGuid():N}", "2.1");
    private readonly CollectingSink _sink = new();
    private readonly LumenInstruments _instruments = new(new Lumen.Ledger.SpanLedger(), new IntakeBudget(1));

    public void Dispose()
    {
        _source.Dispose();
        _instruments.Dispose();
    }

    [Fact]
    public async Task Capture_AnActivityWithEverything_GivesASpanWithEverything()
    {
        await using var capture = Start();
        var remote = new ActivityContext(
            ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, "a=b", isRemote: true);
        var linked = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None, "c=d");
        var links = new[] { new ActivityLink(linked, new() { ["reason"] = "batch" }) };
        var activity = _source.StartActivity(ActivityKind.Consumer, remote, links: links)!;
        activity.DisplayName = "process orders";
        activity.SetTag("text", "two").SetTag("whole", 3).SetTag("part", 4.5).SetTag("truth", true).SetTag("none", null);
        activity.SetTag("list", new[] { "a", "b" }).SetTag("other", new Uri("http://shop/"));
        activity.AddEvent(new ActivityEvent("paid", DateTimeOffset.UnixEpoch.AddTicks(5), new() { ["amount"] = 7L }));
        activity.SetStatus(ActivityStatusCode.Error, "declined");
        activity.Stop();

        var span = Assert.Single(await StopAsync(capture));

        Assert.Equal(activity.TraceId.ToHexString(), span.TraceId.ToString());
        Assert.Equal(activity.SpanId.ToHexString(), span.Id.ToString());
        Assert.Equal(remote.SpanId.ToHexString(), span.ParentId.ToString());
        Assert.Equal(("process orders", SpanKind.Consumer, "a=b", 0x301u), (span.Name, span.Kind, span.TraceState, span.Flags));
        Assert.Equal((ulong)(activity.StartTimeUtc - DateTime.UnixEpoch).Ticks * 100, span.StartUnixNano);
        Assert.Equal((ulong)activity.Duration.Ticks * 100, span.DurationNanos);
        Assert.Equal((SpanStatus.Error, "declined"), (span.Status, span.StatusMessage));
        Assert.Equal(("shop", _source.Name, "2.1"), (span.Service, span.Scope.Name, span.Scope.Version));
        Assert.Equal(
            [
                new("text", AnyValue.Of("two")), new("whole", AnyValue.Of(3)), new("part", AnyValue.Of(4.5)),
                new("truth", AnyValue.Of(true)), new("list", AnyValue.Of([AnyValue.Of("a"), AnyValue.Of("b")])),
                new("other", AnyValue.Of("http://shop/")),
            ],
            span.Attributes);
        var paid = Assert.Single(span.Events);
        Assert.Equal(("paid", 500UL), (paid.Name, paid.TimeUnixNano));
        Assert.Equal(new KeyValue("amount", AnyValue.Of(7)), Assert.Single(paid.Attributes));
        var link = Assert.Single(span.Links);
        Assert.Equal(linked.TraceId.ToHexString(), link.TraceId.ToString());
        Assert.Equal(linked.SpanId.ToHexString(), link.SpanId.ToString());
        Assert.Equal(("c=d", 0x100u), (link.TraceState, link.Flags));
        Assert.Equal(new KeyValue("reason", AnyValue.Of("batch")), Assert.Single(link.Attributes));
    }

    [Theory]
    [InlineData("OK", SpanStatus.Ok, "")]
    [InlineData("ERROR", SpanStatus.Error, "late")]
    [InlineData("UNSET", SpanStatus.Unset, "")]
    public async Task Capture_AStatusInTags_IsTheSpansStatus(string code, SpanStatus status, string message)
    {
        await using var capture = Start();
        using (var activity = _source.StartActivity("work")!)
        {
            activity.SetTag("otel.status_code", code).SetTag("otel.status_description", "late");
        }

        var span = Assert.Single(await StopAsync(capture));

        Assert.Equal((status, message), (span.Status, span.StatusMessage));
        Assert.Empty(span.Attributes);
    }

    [Fact]
    public async Task Capture_WhatIsNotToBeRecorded_IsLeftOut()
    {
        await using var capture = Start();
        var silenced = _source.StartActivity("silenced")!;
        silenced.ActivityTraceFlags = ActivityTraceFlags.None;
        _source.StartActivity("below")!.Stop();
        silenced.Stop();
        var export = _source.StartActivity("POST", ActivityKind.Client)!;
        export.SetTag("url.full", "http://collector:4318/base/v1/traces?x=1").Stop();
        var unsampled = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None);
        using (var activity = _source.StartActivity("unsampled", ActivityKind.Server, unsampled)!)
        {
            Assert.False(activity.Recorded);
        }

        _source.StartActivity("kept")!.Stop();

        Assert.Equal("kept", Assert.Single(await StopAsync(capture)).Name);
    }

    [Fact]
    public async Task Capture_WhileTheSinkRefuses_TriesAgainAndLosesNothing()
    {
        _sink.Refusals = 2;
        await using var capture = Start();
        _source.StartActivity("work")!.Stop();

        Assert.Equal("work", Assert.Single(await StopAsync(capture)).Name);
        Assert.Equal(0, capture.DroppedActivities);
    }

    [Fact]
    public async Task Capture_MoreThanFitsWhileTheSinkRefuses_IsDroppedAndCounted()
    {
        _sink.Refusals = int.MaxValue;
        var time = new FakeTimeProvider();
        await using var capture = Start(new ActivityCaptureOptions { MaxQueuedActivities = 4, MaxBatchActivities = 1 }, time);
        _source.StartActivity("first")!.Stop();
        await _sink.Asked;
        for (var i = 0; i < 10; i++)
        {
            _source.StartActivity("more")!.Stop();
        }

        await capture.StopAsync(new CancellationToken(canceled: true));

        Assert.Empty(_sink.Batches);
        Assert.Equal(11, capture.DroppedActivities);
    }

    [Theory]
    [InlineData("*", "shop.orders", true)]
    [InlineData("shop.*", "shop.orders", true)]
    [InlineData("shop.orders", "shop.orders", true)]
    [InlineData("shop", "shop.orders", false)]
    [InlineData("Shop.*", "shop.orders", false)]
    [InlineData("*", "Lumen", false)]
    [InlineData("*", "Experimental.System.Net.Sockets", false)]
    [InlineData("Experimental.*", "Experimental.System.Net.Sockets", true)]
    public void Sources_ByNameOrBeginning_AreListenedTo(string pattern, string name, bool listened)
    {
        using var source = new ActivitySource(name);

        Assert.Equal(listened, new SourceNames([pattern]).Include(source));
    }

    [Theory]
    [InlineData(0.0, 0, 0)]
    [InlineData(0.1, 800, 1_200)]
    [InlineData(1.0, 10_000, 10_000)]
    public async Task SampleRatio_OfManyTraces_CapturesThatShare(double ratio, int least, int most)
    {
        await using var capture = Start(new ActivityCaptureOptions { SampleRatio = ratio, MaxQueuedActivities = 10_000 });
        for (var i = 0; i < 10_000; i++)
        {
            _source.StartActivity("root")!.Stop();
        }

        Assert.InRange((await StopAsync(capture)).Count, least, most);
    }

    private ActivityCapture Start(ActivityCaptureOptions? options = null, TimeProvider? time = null)
    {
        using var writer = new ProtobufWriter();
        AnyValueWriter.WriteAttributes(writer, OtlpFields.Resource.Attributes, [new KeyValue("service.name", AnyValue.Of("shop"))]);
        var chosen = (options ?? new ActivityCaptureOptions()) with { Sources = [_source.Name] };
        var capture = new ActivityCapture(_sink, new Resource(writer.ToArray(), ""), chosen, _instruments, time ?? TimeProvider.System);
        capture.Start();
        return capture;
    }

    private async Task<IReadOnlyList<Span>> StopAsync(ActivityCapture capture)
    {
        await capture.StopAsync(TestContext.Current.CancellationToken);
        return _sink.Spans;
    }
}
