using System.Net;
using FsCheck.Xunit;
using Grpc.Core;
using Lumen.AspNetCore.Tests.Listener;
using Lumen.Ingestion;

namespace Lumen.AspNetCore.Tests.Otlp;

public sealed class GrpcFramingTests
{
    private static readonly byte[] Request = ExportRequests.Bytes(20);

    public static TheoryData<string, byte[], string, StatusCode> Frames => new()
    {
        { "one message", GrpcWire.Frame(Request), "identity", StatusCode.OK },
        { "an empty message", GrpcWire.Frame([]), "", StatusCode.OK },
        { "a plain message where gzip is allowed", GrpcWire.Frame(Request), "gzip", StatusCode.OK },
        { "a gzip message", GrpcWire.Frame(ExportRequests.Gzip(Request), flag: 1), "gzip", StatusCode.OK },
        { "an empty gzip message", GrpcWire.Frame([], flag: 1), "gzip", StatusCode.OK },
        { "no message", [], "", StatusCode.InvalidArgument },
        { "half a frame", [0, 0, 0], "", StatusCode.InvalidArgument },
        { "a message cut short", GrpcWire.Frame(Request)[..^1], "", StatusCode.InvalidArgument },
        { "a length beyond the end", GrpcWire.Frame(Request, length: Request.Length + 1_000_000), "", StatusCode.InvalidArgument },
        { "a length below the end", GrpcWire.Frame(Request, length: Request.Length - 1), "", StatusCode.InvalidArgument },
        { "a length of 4 GiB", GrpcWire.Frame(Request, length: -1), "", StatusCode.ResourceExhausted },
        { "two messages", [.. GrpcWire.Frame(Request), .. GrpcWire.Frame(Request)], "", StatusCode.InvalidArgument },
        { "a flag of 2", GrpcWire.Frame(Request, flag: 2), "gzip", StatusCode.InvalidArgument },
        { "compressed by nothing", GrpcWire.Frame(ExportRequests.Gzip(Request), flag: 1), "", StatusCode.Internal },
        { "compressed by identity", GrpcWire.Frame(Request, flag: 1), "identity", StatusCode.Internal },
        { "gzip that is none", GrpcWire.Frame(Request, flag: 1), "gzip", StatusCode.InvalidArgument },
        { "gzip cut short", GrpcWire.Frame(ExportRequests.Gzip(Request).AsSpan()[..^3], flag: 1), "gzip", StatusCode.InvalidArgument },
        { "an unknown encoding", GrpcWire.Frame(Request, flag: 1), "zstd", StatusCode.Unimplemented },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public async Task Export_AnyFraming_HasOneDecidedStatus(string what, byte[] body, string encoding, StatusCode expected)
    {
        await using var server = await ListenerUnderTest.StartAsync();
        using var wire = new GrpcWire(server);
        (string, string)[] headers = encoding.Length == 0 ? [] : [("grpc-encoding", encoding)];

        var answer = await wire.SendAsync(body, headers);

        Assert.True(answer.Http == HttpStatusCode.OK && answer.Code == expected, $"{what}: HTTP {answer.Http}, gRPC {answer.Code}");
        Assert.Equal(expected == StatusCode.OK ? 1 : 0, server.Sink.Requests.Count);
        Assert.Equal(expected is StatusCode.OK or StatusCode.Unimplemented ? 0 : 1, server.Sink.Refusals.Count);
        Assert.Equal(0, server.Sink.BytesHeld);
    }

    [Fact]
    public async Task Export_UnknownEncoding_SaysWhichAreTaken()
    {
        await using var server = await ListenerUnderTest.StartAsync();
        using var wire = new GrpcWire(server);

        var answer = await wire.SendAsync(GrpcWire.Frame(Request, flag: 1), ("grpc-encoding", "br"));

        Assert.Equal("identity,gzip", answer.Header("grpc-accept-encoding"));
    }

    [Fact]
    public async Task Export_FullSuccess_IsAnEmptyMessage()
    {
        await using var server = await ListenerUnderTest.StartAsync();
        using var wire = new GrpcWire(server);

        Assert.Equal(new byte[5], (await wire.SendAsync(GrpcWire.Frame(Request))).Body);
    }

    [Theory]
    [InlineData(1_000, false, StatusCode.OK)]
    [InlineData(1_001, false, StatusCode.ResourceExhausted)]
    [InlineData(1_000, true, StatusCode.OK)]
    [InlineData(1_001, true, StatusCode.ResourceExhausted)]
    [InlineData(50_000_000, true, StatusCode.ResourceExhausted)]
    public async Task Export_AtTheLimit_IsTakenAndNotBeyond(int length, bool gzip, StatusCode expected)
    {
        await using var server = await ListenerUnderTest.StartAsync(limits: new IngestionOptions { MaxRequestBytes = 1_000 });
        using var wire = new GrpcWire(server);
        var message = new byte[length];

        var answer = gzip
            ? await wire.SendAsync(GrpcWire.Frame(ExportRequests.Gzip(message), flag: 1), ("grpc-encoding", "gzip"))
            : await wire.SendAsync(GrpcWire.Frame(message));

        Assert.Equal(expected, answer.Code);
    }

    [Theory]
    [InlineData("application/grpc+proto", HttpStatusCode.OK)]
    [InlineData("application/grpc; charset=utf-8", HttpStatusCode.OK)]
    [InlineData("application/grpc+json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/grpc-web", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", HttpStatusCode.UnsupportedMediaType)]
    public async Task Export_ContentType_IsGrpcInProtobuf(string contentType, HttpStatusCode expected)
    {
        await using var server = await ListenerUnderTest.StartAsync();
        using var wire = new GrpcWire(server);

        Assert.Equal(expected, (await wire.SendAsync(GrpcWire.Frame(Request), ("content-type", contentType))).Http);
    }

    [Fact]
    public async Task Export_NotTheMethod_Is405WithAllow()
    {
        await using var server = await ListenerUnderTest.StartAsync();
        using var wire = new GrpcWire(server);

        var answer = await wire.SendAsync(GrpcWire.Frame(Request), (":method", "PUT"));

        Assert.Equal((HttpStatusCode.MethodNotAllowed, "POST"), (answer.Http, answer.Header("Allow")));
    }

    [Theory]
    [InlineData("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", "metrics")]
    [InlineData("/opentelemetry.proto.collector.logs.v1.LogsService/Export", "logs")]
    [InlineData("/opentelemetry.proto.collector.trace.v1.TraceService/Nothing", null)]
    public async Task AnyOtherMethod_OfTheListener_IsUnimplementedAndLoggedOnce(string path, string? signal)
    {
        await using var server = await ListenerUnderTest.StartAsync();
        using var wire = new GrpcWire(server);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(StatusCode.Unimplemented, (await wire.SendAsync(GrpcWire.Frame(Request), (":path", path))).Code);
        }

        Assert.Equal(signal is null ? 0 : 1, server.Log.Messages.Count(message => message.Id == 1211));
    }

    [Property(MaxTest = 60)]
    public async Task Export_AnyBytes_NeverEndsUndecided(byte[] body, bool gzip)
    {
        await using var server = await ListenerUnderTest.StartAsync();
        using var wire = new GrpcWire(server);

        var answer = gzip ? await wire.SendAsync(body, ("grpc-encoding", "gzip")) : await wire.SendAsync(body);

        Assert.Contains(answer.Code, new StatusCode?[]
        {
            StatusCode.OK, StatusCode.InvalidArgument, StatusCode.ResourceExhausted, StatusCode.Internal,
        });
        Assert.Equal(0, server.Sink.BytesHeld);
        Assert.Equal(StatusCode.OK, (await wire.SendAsync(GrpcWire.Frame(Request))).Code);
    }
}
