using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Lumen.AspNetCore.Tests.Listener;
using Lumen.AspNetCore.Tests.Protos;
using Lumen.Ingestion;
using Lumen.TestKit.Oracle;

namespace Lumen.AspNetCore.Tests.Otlp;

public sealed class HttpExportTests
{
    private const string Protobuf = "application/x-protobuf";
    private const string Json = "application/json";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("application/x-protobuf", OtlpFormat.Protobuf)]
    [InlineData("APPLICATION/X-Protobuf; v=1", OtlpFormat.Protobuf)]
    [InlineData("application/json", OtlpFormat.Json)]
    [InlineData("Application/JSON;charset=utf-8", OtlpFormat.Json)]
    public async Task Post_KnownContentType_ReachesTheSink(string contentType, OtlpFormat format)
    {
        await using var server = await ListenerUnderTest.StartAsync();
        var request = ExportRequests.Bytes(500);

        using var response = await PostAsync(server, request, contentType);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(format == OtlpFormat.Json ? Json : Protobuf, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(format == OtlpFormat.Json ? "{}" : "", await response.Content.ReadAsStringAsync(Cancelled));
        var (body, received) = Assert.Single(server.Sink.Requests);
        Assert.Equal(request, body);
        Assert.Equal(format, received);
        Assert.Equal(0, server.Sink.BytesHeld);
    }

    [Theory]
    [InlineData("gzip", false)]
    [InlineData("GZIP", true)]
    [InlineData("x-gzip", false)]
    public async Task Post_Gzip_ReachesTheSinkInflated(string encoding, bool chunked)
    {
        await using var server = await ListenerUnderTest.StartAsync();
        var request = ExportRequests.Bytes(3_000);

        using var response = await PostAsync(server, ExportRequests.Gzip(request), Protobuf, encoding, chunked);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(request, server.Sink.OnlyBody);
    }

    [Theory]
    [InlineData("identity", false)]
    [InlineData("", true)]
    public async Task Post_NotCompressed_ReachesTheSink(string encoding, bool chunked)
    {
        await using var server = await ListenerUnderTest.StartAsync();
        var request = ExportRequests.Bytes(700);

        using var response = await PostAsync(server, request, Protobuf, encoding, chunked);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(request, server.Sink.OnlyBody);
    }

    [Fact]
    public async Task Post_EmptyBody_IsAnEmptyRequest()
    {
        await using var server = await ListenerUnderTest.StartAsync();

        using var response = await PostAsync(server, [], Protobuf);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(server.Sink.OnlyBody);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/grpc")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public async Task Post_OtherContentType_Is415WithReadableStatus(string? contentType)
    {
        await using var server = await ListenerUnderTest.StartAsync();

        using var response = await PostAsync(server, [1, 2, 3], contentType);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        using var status = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Cancelled));
        Assert.Contains(Protobuf, status.RootElement.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(server.Sink.Requests);
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("gzip, gzip")]
    [InlineData("deflate")]
    public async Task Post_OtherEncoding_Is415AndNamesGzip(string encoding)
    {
        await using var server = await ListenerUnderTest.StartAsync();

        using var response = await PostAsync(server, ExportRequests.Bytes(1), Protobuf, encoding);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal("gzip", Assert.Single(response.Headers.GetValues("Accept-Encoding")));
        Assert.Equal((int)Grpc.Core.StatusCode.InvalidArgument, (await ReadStatusAsync(response)).Code);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Post_NotTheMethod_Is405WithAllow(string method)
    {
        await using var server = await ListenerUnderTest.StartAsync();

        using var response = await server.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), "v1/traces"), Cancelled);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal("POST", Assert.Single(response.Content.Headers.Allow));
    }

    [Fact]
    public async Task Post_SomeSpansRejected_AnswersPartialSuccessInTheRequestsType()
    {
        await using var server = await ListenerUnderTest.StartAsync();
        server.Sink.Answer = _ => ValueTask.FromResult(new SpanSinkResult(SpanSinkOutcome.Accepted, 2, "'zero' übrig", null));

        using var protobuf = await PostAsync(server, ExportRequests.Bytes(3), Protobuf);
        using var json = await PostAsync(server, "{}"u8.ToArray(), Json);

        var partial = ExportResponse.Parser.ParseFrom(await protobuf.Content.ReadAsByteArrayAsync(Cancelled)).PartialSuccess;
        Assert.Equal((HttpStatusCode.OK, 2, "'zero' übrig"), (protobuf.StatusCode, partial.RejectedSpans, partial.ErrorMessage));
        Assert.Equal(
            """{"partialSuccess":{"rejectedSpans":"2","errorMessage":"'zero' übrig"}}""", await json.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task Post_Refused_Is503WithRetryAfterInWholeSeconds()
    {
        await using var server = await ListenerUnderTest.StartAsync();
        var full = new SpanSinkResult(SpanSinkOutcome.Refused, 0, "full", TimeSpan.FromMilliseconds(1_200));
        server.Sink.Answer = _ => ValueTask.FromResult(full);

        using var protobuf = await PostAsync(server, ExportRequests.Bytes(3), Protobuf);
        using var json = await PostAsync(server, "{}"u8.ToArray(), Json);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (protobuf.StatusCode, json.StatusCode));
        Assert.Equal(TimeSpan.FromSeconds(2), protobuf.Headers.RetryAfter!.Delta);
        var status = await ReadStatusAsync(protobuf);
        Assert.Equal(((int)Grpc.Core.StatusCode.Unavailable, "full"), (status.Code, status.Message));
        Assert.Equal(Duration.FromTimeSpan(TimeSpan.FromMilliseconds(1_200)), status.Details.Single().Unpack<RetryInfo>().RetryDelay);
        Assert.Equal(
            """{"code":14,"message":"full","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"1.2s"}]}""",
            await json.Content.ReadAsStringAsync(Cancelled));
    }

    [Theory]
    [InlineData(SpanSinkOutcome.Malformed, HttpStatusCode.BadRequest)]
    [InlineData(SpanSinkOutcome.TooLarge, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Post_RefusedForGood_HasNoRetryAfter(SpanSinkOutcome outcome, HttpStatusCode expected)
    {
        await using var server = await ListenerUnderTest.StartAsync();
        server.Sink.Answer = _ => ValueTask.FromResult(new SpanSinkResult(outcome, 0, "no", null));

        using var response = await PostAsync(server, [], Protobuf);

        Assert.Equal(expected, response.StatusCode);
        Assert.Null(response.Headers.RetryAfter);
        Assert.Equal("no", (await ReadStatusAsync(response)).Message);
    }

    [Theory]
    [InlineData(1_000, "", false, HttpStatusCode.OK)]
    [InlineData(1_001, "", false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(1_000, "", true, HttpStatusCode.OK)]
    [InlineData(1_001, "", true, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(1_000, "gzip", false, HttpStatusCode.OK)]
    [InlineData(1_001, "gzip", false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(50_000_000, "gzip", true, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Post_AtTheLimit_IsTakenAndNotBeyond(int length, string encoding, bool chunked, HttpStatusCode expected)
    {
        await using var server = await ListenerUnderTest.StartAsync(limits: new IngestionOptions { MaxRequestBytes = 1_000 });
        var body = new byte[length];

        using var response = await PostAsync(
            server, encoding == "gzip" ? ExportRequests.Gzip(body) : body, Protobuf, encoding, chunked);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(0, server.Sink.BytesHeld);
    }

    [Theory]
    [InlineData("v1/metrics", "metrics")]
    [InlineData("v1/logs", "logs")]
    public async Task Post_OtherSignal_Is404AndLoggedOnce(string path, string signal)
    {
        await using var server = await ListenerUnderTest.StartAsync();

        for (var i = 0; i < 3; i++)
        {
            using var response = await server.Http.PostAsync(path, Content([1], Protobuf), Cancelled);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Contains(signal, (await ReadStatusAsync(response)).Message, StringComparison.Ordinal);
        }

        Assert.Single(server.Log.Messages, message => message.Id == 1211 && message.Text.Contains(signal, StringComparison.Ordinal));
    }

    private static Task<HttpResponseMessage> PostAsync(
        ListenerUnderTest server, byte[] body, string? contentType, string encoding = "", bool chunked = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "v1/traces") { Content = Content(body, contentType) };
        if (encoding.Length > 0)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        }

        request.Headers.TransferEncodingChunked = chunked;
        return server.Http.SendAsync(request, Cancelled);
    }

    private static ByteArrayContent Content(byte[] body, string? contentType)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return content;
    }

    private static async Task<Protos.Status> ReadStatusAsync(HttpResponseMessage response)
    {
        Assert.Equal(new MediaTypeHeaderValue(Protobuf), response.Content.Headers.ContentType);
        return Protos.Status.Parser.ParseFrom(await response.Content.ReadAsByteArrayAsync(Cancelled));
    }
}
