using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Grpc.Core;
using Lumen.AspNetCore.Tests.Senders;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Otlp.Stored;

/// <summary>Requests on the listener of a host that stores what it takes: what each protocol answers, and what is stored then.</summary>
public sealed class StoredExportTests
{
    private const string Protobuf = "application/x-protobuf";
    private const string Json = "application/json";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("grpc")]
    [InlineData("http")]
    public async Task Export_ManyAtOnceOnOneConnection_LosesNone(string protocol)
    {
        await using var host = await ReceivingHost.StartAsync();
        using var grpc = new ExportClient(host.Grpc);
        using var http = new HttpClient { BaseAddress = host.Http };
        var requests = Enumerable.Range(1, 16).Select(Request).ToList();

        await Task.WhenAll(requests.Select(request => protocol == "grpc"
            ? grpc.ExportAsync(ExportRequests.Message(request), cancellationToken: Cancelled).ResponseAsync
            : SendAsync(http, request, Protobuf)));

        foreach (var number in Enumerable.Range(1, requests.Count))
        {
            await host.FindAsync(new TraceId(1, (ulong)number), new SpanId((ulong)number));
        }
    }

    [Fact]
    public async Task Export_LargerThanGrpcServersTakeByDefault_IsTaken()
    {
        await using var host = await ReceivingHost.StartAsync();
        using var grpc = new ExportClient(host.Grpc);
        var large = new OtlpRequestBuilder().Resource("shop");
        for (var number = 1; number <= 100; number++)
        {
            large.Add(new SpanBuilder
            {
                SpanId = new SpanId((ulong)number), Attributes = [new("text", AnyValue.Of(new string('x', 60_000)))],
            });
        }

        var response = await grpc.ExportAsync(ExportRequests.Message(large.Encode()), cancellationToken: Cancelled);

        Assert.Null(response.PartialSuccess);
        await host.FindAsync(new SpanBuilder().TraceId, new SpanId(100));
    }

    [Theory]
    [InlineData(Protobuf, "0A7F")]
    [InlineData(Protobuf, "0A0212")]
    [InlineData(Protobuf, "00")]
    [InlineData(Protobuf, "FFFFFFFFFFFFFFFFFFFFFF")]
    [InlineData(Json, "7B")]
    [InlineData(Json, "7B7D2C")]
    [InlineData(Json, "5B5D")]
    [InlineData(Json, "")]
    public async Task Post_BytesThatAreNoRequest_Is400WithAStatusInTheRequestsType(string contentType, string hexadecimal)
    {
        await using var host = await ReceivingHost.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Http };

        using var response = await PostAsync(http, Convert.FromHexString(hexadecimal), contentType);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(contentType, response.Content.Headers.ContentType!.MediaType);
        Assert.Null(response.Headers.RetryAfter);
        Assert.Equal((int)StatusCode.InvalidArgument, await CodeAsync(response, contentType));
    }

    [Theory]
    [InlineData("not gzip at all")]
    [InlineData("")]
    public async Task Post_GzipThatIsNone_Is400(string body)
    {
        await using var host = await ReceivingHost.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Http };
        byte[] cut = body.Length == 0 ? ExportRequests.Gzip(Request(1))[..^5] : Encoding.UTF8.GetBytes(body);

        using var response = await PostAsync(http, cut, Protobuf, "gzip");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Post_AcceptEncodingGzip_IsAnsweredPlain()
    {
        await using var host = await ReceivingHost.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Http };
        http.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));

        using var response = await PostAsync(http, "{}"u8.ToArray(), Json);

        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Equal("{}", await response.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task Post_AfterRefusals_KeepsTheConnection()
    {
        await using var host = await ReceivingHost.StartAsync();
        using var counting = new CountingHandler();
        using var http = new HttpClient(counting) { BaseAddress = host.Http };
        (byte[] Body, string ContentType, string Encoding, HttpStatusCode Expected)[] requests =
        [
            ([0x0A, 0x7F], Protobuf, "", HttpStatusCode.BadRequest),
            ("{"u8.ToArray(), Json, "", HttpStatusCode.BadRequest),
            (Request(1), "text/plain", "", HttpStatusCode.UnsupportedMediaType),
            (Request(1), Protobuf, "zstd", HttpStatusCode.UnsupportedMediaType),
            ([1, 2, 3], Protobuf, "gzip", HttpStatusCode.BadRequest),
            (Request(1), Protobuf, "", HttpStatusCode.OK),
        ];

        foreach (var (body, contentType, encoding, expected) in requests)
        {
            using var response = await PostAsync(http, body, contentType, encoding);
            Assert.Equal(expected, response.StatusCode);
            await response.Content.ReadAsByteArrayAsync(Cancelled);
        }

        Assert.Equal(1, counting.Connections);
    }

    [Fact]
    public async Task Export_SameRequestTwice_IsOneSpanInTheTrace()
    {
        await using var host = await ReceivingHost.StartAsync();
        using var grpc = new ExportClient(host.Grpc);

        await grpc.ExportAsync(ExportRequests.Message(Request(1)), cancellationToken: Cancelled);
        await grpc.ExportAsync(ExportRequests.Message(Request(1)), cancellationToken: Cancelled);

        await host.FindAsync(new TraceId(1, 1), new SpanId(1));
    }

    private static byte[] Request(int number) => new OtlpRequestBuilder().Resource("shop")
        .Add(new SpanBuilder { TraceId = new TraceId(1, (ulong)number), SpanId = new SpanId((ulong)number) }).Encode();

    private static async Task SendAsync(HttpClient http, byte[] body, string contentType)
    {
        using var response = await PostAsync(http, body, contentType);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, byte[] body, string contentType, string encoding = "")
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        if (encoding.Length > 0)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        return await http.PostAsync("v1/traces", content, Cancelled);
    }

    private static async Task<int> CodeAsync(HttpResponseMessage response, string contentType)
    {
        var body = await response.Content.ReadAsByteArrayAsync(Cancelled);
        if (contentType == Protobuf)
        {
            return Protos.Status.Parser.ParseFrom(body).Code;
        }

        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("code").GetInt32();
    }
}
