using System.Net;
using Grpc.Core;
using Lumen.AspNetCore.Otlp;
using Lumen.AspNetCore.Tests.Listener;
using Lumen.Ingestion;
using Lumen.TestKit;
using Lumen.TestKit.Oracle;
using Microsoft.Extensions.Time.Testing;

namespace Lumen.AspNetCore.Tests.Otlp;

/// <summary>Senders whose patience ends, who go away, and a server that stops while they wait.</summary>
public sealed class CallEndingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Export_DeadlinePasses_EndsTheCallWithIt(bool sinkThrows)
    {
        var time = new FakeTimeProvider();
        await using var server = await ListenerUnderTest.StartAsync(time: time);
        using var wire = new GrpcWire(server);
        var reached = Reached(server, sinkThrows);

        var call = wire.SendAsync(GrpcWire.Frame([]), ("grpc-timeout", "1500m"));
        await reached.WaitAsync(Patience);
        time.Advance(TimeSpan.FromMilliseconds(1_500));

        Assert.Equal(StatusCode.DeadlineExceeded, (await call.WaitAsync(Patience)).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("S")]
    [InlineData("123456789S")]
    [InlineData("-1S")]
    [InlineData("1x")]
    public async Task Export_TimeoutThatIsNone_IsIgnored(string timeout)
    {
        await using var server = await ListenerUnderTest.StartAsync();
        using var wire = new GrpcWire(server);

        Assert.Equal(StatusCode.OK, (await wire.SendAsync(GrpcWire.Frame([]), ("grpc-timeout", timeout))).Code);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("grpc")]
    public async Task Export_SenderGoesWhileTheSinkWaits_CancelsTheSink(string protocol)
    {
        await using var server = await ListenerUnderTest.StartAsync();
        using var gone = new CancellationTokenSource();
        var cancelled = new TaskCompletionSource();
        var reached = new TaskCompletionSource();
        server.Sink.Answer = async token =>
        {
            reached.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, token).ContinueWith(_ => cancelled.SetResult(), TaskScheduler.Default);
            return default;
        };

        var call = protocol == "grpc"
            ? server.Grpc.ExportAsync(new ExportRequest(), cancellationToken: gone.Token).ResponseAsync
            : (Task)server.Http.PostAsync("v1/traces", HttpBodies.Protobuf([]), gone.Token);
        await reached.Task.WaitAsync(Patience);
        await gone.CancelAsync();

        await cancelled.Task.WaitAsync(Patience);
        await Assert.ThrowsAnyAsync<Exception>(() => call);
    }

    [Theory]
    [InlineData("http", false)]
    [InlineData("http", true)]
    [InlineData("grpc", false)]
    [InlineData("grpc", true)]
    public async Task Export_SenderGoesInTheMiddleOfTheBody_IsCountedAndHoldsNothing(string protocol, bool gzip)
    {
        await using var server = await ListenerUnderTest.StartAsync();
        using var wire = new GrpcWire(server);
        using var gone = new CancellationTokenSource();
        var request = gzip ? ExportRequests.Gzip(ExportRequests.Bytes(5_000)) : ExportRequests.Bytes(5_000);
        using var body = protocol == "grpc"
            ? new HalfBody(GrpcWire.Frame(request, gzip ? (byte)1 : (byte)0))
            : HttpBodies.AsOtlp(new HalfBody(request), gzip);

        var call = protocol == "grpc"
            ? wire.SendAsync(body, gone.Token, ("grpc-encoding", gzip ? "gzip" : "identity"))
            : (Task)server.Http.PostAsync("v1/traces", body, gone.Token);
        await Eventually.TrueAsync(() => server.Sink.BytesHeld > 0, "the first half arrives");
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => call);
        await Eventually.TrueAsync(() => !server.Sink.Refusals.IsEmpty, "the request is counted");
        // A connection that is closed may be seen first as a sender that has gone, or as a message that ends before its length.
        var outcome = Assert.Single(server.Sink.Refusals).Outcome;
        Assert.True(outcome == SpanSinkOutcome.Refused || (protocol == "http" && outcome == SpanSinkOutcome.Malformed), $"{outcome}");
        Assert.Equal(0, server.Sink.BytesHeld);
        Assert.Empty(server.Sink.Requests);
        Assert.DoesNotContain(server.Log.Messages, message => message.Level >= Microsoft.Extensions.Logging.LogLevel.Warning);
    }

    [Fact]
    public async Task Export_SenderGoesInTheMiddleOfTheFrame_IsCounted()
    {
        var time = new AwaitedTime();
        await using var server = await ListenerUnderTest.StartAsync(time: time);
        using var wire = new GrpcWire(server);
        using var gone = new CancellationTokenSource();
        using var body = new HalfBody(GrpcWire.Frame([]));

        var call = wire.SendAsync(body, gone.Token, ("grpc-timeout", "1H"));
        await time.Timed.WaitAsync(Patience);
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => call);
        await Eventually.TrueAsync(() => !server.Sink.Refusals.IsEmpty, "the request is counted");
        Assert.Equal(SpanSinkOutcome.Refused, Assert.Single(server.Sink.Refusals).Outcome);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("grpc")]
    public async Task Export_BodyThatDoesNotEnd_IsRefusedAndHoldsNothingAnyMore(string protocol)
    {
        var time = new FakeTimeProvider();
        await using var server = await ListenerUnderTest.StartAsync(time: time);
        using var wire = new GrpcWire(server);
        using var end = new CancellationTokenSource();
        var request = ExportRequests.Bytes(5_000);
        using var body = protocol == "grpc" ? new HalfBody(GrpcWire.Frame(request)) : HttpBodies.AsOtlp(new HalfBody(request), gzip: false);

        var call = protocol == "grpc" ? wire.SendAsync(body, end.Token) : (Task)server.Http.PostAsync("v1/traces", body, end.Token);
        await Eventually.TrueAsync(() => server.Sink.BytesHeld > 0, "the first half arrives");
        time.Advance(OtlpReceiver.LongestReceive);

        await Eventually.TrueAsync(() => !server.Sink.Refusals.IsEmpty, "the request is refused");
        Assert.Equal(SpanSinkOutcome.Refused, Assert.Single(server.Sink.Refusals).Outcome);
        Assert.Equal(0, server.Sink.BytesHeld);
        await end.CancelAsync();
        await call.WaitAsync(Patience).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Fact]
    public async Task Export_SinkGivesUpByItself_IsNeverTakenForASuccess()
    {
        await using var server = await ListenerUnderTest.StartAsync();
        server.Sink.Answer = _ => throw new OperationCanceledException();

        await Assert.ThrowsAsync<RpcException>(async () => await server.Grpc.ExportAsync(new ExportRequest()));
        await Assert.ThrowsAsync<HttpRequestException>(() => server.Http.PostAsync("v1/traces", HttpBodies.Protobuf([])));
    }

    [Fact]
    public async Task Export_SinkThrows_IsAnErrorOfTheServerAndLogged()
    {
        await using var server = await ListenerUnderTest.StartAsync();
        server.Sink.Answer = _ => throw new InvalidOperationException("a defect");

        var grpc = await Assert.ThrowsAsync<RpcException>(async () => await server.Grpc.ExportAsync(new ExportRequest()));
        using var http = await server.Http.PostAsync("v1/traces", HttpBodies.Protobuf([]));

        Assert.Equal((StatusCode.Internal, HttpStatusCode.InternalServerError), (grpc.StatusCode, http.StatusCode));
        Assert.DoesNotContain("a defect", grpc.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(2, server.Log.Messages.Count(message => message.Id == 1210));
    }

    [Fact]
    public async Task StopAsync_CallInFlight_WaitsForItsAnswer()
    {
        await using var server = await ListenerUnderTest.StartAsync();
        var answer = new TaskCompletionSource<SpanSinkResult>();
        var reached = new CountdownEvent(2);
        server.Sink.Answer = async _ =>
        {
            reached.Signal();
            return await answer.Task;
        };
        var grpc = server.Grpc.ExportAsync(new ExportRequest()).ResponseAsync;
        var http = server.Http.PostAsync("v1/traces", HttpBodies.Protobuf([]), TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => reached.IsSet, "both calls reach the sink");

        var stop = server.StopAsync(CancellationToken.None).AsTask();
        await Eventually.TrueAsync(() => !CanConnect(server.Listener.HttpAddress!), "the port is closed");
        Assert.False(stop.IsCompleted);
        answer.SetResult(new SpanSinkResult(SpanSinkOutcome.Accepted, 0, "late but stored", null));

        Assert.Equal("late but stored", (await grpc.WaitAsync(Patience)).PartialSuccess.ErrorMessage);
        Assert.Equal(HttpStatusCode.OK, (await http.WaitAsync(Patience)).StatusCode);
        await stop.WaitAsync(Patience);
    }

    [Fact]
    public async Task StopAsync_NoMoreTime_CutsCallsOff()
    {
        await using var server = await ListenerUnderTest.StartAsync();
        var reached = Reached(server, sinkThrows: true);
        var call = server.Grpc.ExportAsync(new ExportRequest()).ResponseAsync;
        await reached.WaitAsync(Patience);

        await server.StopAsync(new CancellationToken(canceled: true)).AsTask().WaitAsync(Patience);

        await Assert.ThrowsAsync<RpcException>(() => call.WaitAsync(Patience));
    }

    /// <summary>Lets the sink wait for its sender, and tells when it does.</summary>
    private static Task Reached(ListenerUnderTest server, bool sinkThrows)
    {
        var reached = new TaskCompletionSource();
        server.Sink.Answer = async token =>
        {
            reached.SetResult();
            var wait = Task.Delay(Timeout.InfiniteTimeSpan, token);
            await (sinkThrows ? wait : wait.ContinueWith(_ => { }, TaskScheduler.Default));
            return new SpanSinkResult(SpanSinkOutcome.Refused, 0, "the sender's time is over", TimeSpan.FromSeconds(1));
        };
        return reached.Task;
    }

    private static bool CanConnect(Uri address)
    {
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, address.Port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    /// <summary>Tells when the deadline of the first call begins to run, which is when the call has begun.</summary>
    private sealed class AwaitedTime : TimeProvider
    {
        private readonly TaskCompletionSource _timed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Timed => _timed.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _timed.TrySetResult();
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
