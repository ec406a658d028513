using System.Text;
using Oracle = Lumen.TestKit.Oracle;

namespace Lumen.Interchange.Zipkin;

public sealed class ZipkinJsonReaderTests
{
    private const string Ids = "\"traceId\":\"463ac35c9f6413ad48485a3953bb6124\",\"id\":\"a2fb4a1d1a96d312\"";

    [Fact]
    public void ReadChunk_SharedId_KeepsBothHalvesApart()
    {
        var reading = ZipkinReading.Of(ZipkinSamples.SharedId);

        Assert.Null(reading.Error);
        Assert.Equal(["shop", "stock"], reading.Request.ResourceSpans.Select(ServiceOf));
        var (client, server) = (reading.All[0], reading.All[1]);
        Assert.Equal(client.SpanId, server.SpanId);
        Assert.Equal("00000000000000005B8AA5A2D2C87234", Convert.ToHexString(client.TraceId.Span));
        Assert.Equal(client.TraceId, server.TraceId);
        Assert.Equal("5B8AA5A2D2C87234", Convert.ToHexString(server.ParentSpanId.Span));
        Assert.Equal((3, 2), ((int)client.Kind, (int)server.Kind));
        Assert.Equal((null, "True"), (ZipkinReading.Attribute(client, "zipkin.shared"), ZipkinReading.Attribute(server, "zipkin.shared")));
    }

    [Fact]
    public void ReadChunk_SharedHalfWithoutAKind_IsTheServers() => Assert.Equal(2, (int)Read("\"shared\":true").Only.Kind);

    [Fact]
    public void ReadChunk_TimesAndAnnotations_AreNanoseconds()
    {
        var client = ZipkinReading.Of(ZipkinSamples.SharedId).All[0];

        Assert.Equal((1700000000199000000UL, 1700000000406000000UL), (client.StartTimeUnixNano, client.EndTimeUnixNano));
        Assert.Equal(
            [(1700000000238000000UL, "ws"), (1700000000403000000UL, "wr")],
            client.Events.Select(annotation => (annotation.TimeUnixNano, annotation.Name)));
    }

    [Fact]
    public void ReadChunk_EndpointsAndTags_AreAttributes()
    {
        var client = ZipkinReading.Of(ZipkinSamples.SharedId).All[0];

        Assert.Equal("get", client.Name);
        Assert.Equal("stock", ZipkinReading.Attribute(client, "peer.service"));
        Assert.Equal("10.0.0.2", ZipkinReading.Attribute(client, "network.peer.address"));
        Assert.Equal("9000", ZipkinReading.Attribute(client, "network.peer.port"));
        Assert.Equal("10.0.0.1", ZipkinReading.Attribute(client, "network.local.address"));
        Assert.Null(ZipkinReading.Attribute(client, "network.local.port"));
        Assert.Equal("6.45.0", ZipkinReading.Attribute(client, "library/version"));
    }

    [Fact]
    public void ReadChunk_FailedCall_HasItsStatus()
    {
        var span = ZipkinReading.Of(ZipkinSamples.FailedCall).Only;

        Assert.Equal("POST /Pay", span.Name);
        Assert.Equal((2, "upstream timed out"), ((int)span.Status.Code, span.Status.Message));
        Assert.Equal("504", ZipkinReading.Attribute(span, "http.response.status_code"));
        Assert.Equal("upstream timed out", ZipkinReading.Attribute(span, "error"));
        Assert.Equal("\"exception\": {\"exception.type\":\"Timeout\"}", Assert.Single(span.Events).Name);
    }

    [Theory]
    [InlineData("""{"error":"true"}""", 2, "")]
    [InlineData("""{"error":""}""", 2, "")]
    [InlineData("""{"error":true}""", 2, "")]
    [InlineData("""{"error":"false"}""", 0, "")]
    [InlineData("""{"otel.status_code":"OK"}""", 1, "")]
    [InlineData("""{"otel.status_code":"ERROR"}""", 2, "")]
    [InlineData("""{"error":"late","otel.status_code":"OK"}""", 2, "late")]
    [InlineData("""{"other":"x"}""", 0, "")]
    public void ReadChunk_Tags_SayTheStatus(string tags, int code, string message)
    {
        var status = Read($"\"tags\":{tags}").Only.Status;

        Assert.Equal((code, message), ((int)(status?.Code ?? 0), status?.Message ?? ""));
    }

    [Fact]
    public void ReadChunk_TagThatAnEndpointSaysToo_IsMeant() => Assert.Equal("own", ZipkinReading.Attribute(
        Read("""
            "tags":{"peer.service":"own"},"remoteEndpoint":{"serviceName":"other"}
            """).Only,
        "peer.service"));

    [Fact]
    public void ReadChunk_Debug_IsSampledAndSaysSo()
    {
        var span = Read("\"debug\":true").Only;

        Assert.Equal((1U, "True"), (span.Flags, ZipkinReading.Attribute(span, "zipkin.debug")));
    }

    [Theory]
    [InlineData("48485a3953bb6124", "000000000000000048485A3953BB6124")]
    [InlineData("463AC35c9f6413ad48485a3953bb6124", "463AC35C9F6413AD48485A3953BB6124")]
    [InlineData("a1b", "00000000000000000000000000000A1B")]
    [InlineData("148485a3953bb6124", "000000000000000148485A3953BB6124")]
    [InlineData("", "00")]
    [InlineData("xyz", "00")]
    [InlineData("0463ac35c9f6413ad48485a3953bb6124", "00")]
    [InlineData(" 48485a3953bb612", "00")]
    public void ReadChunk_TraceId_IsPaddedOrOfAWrongLength(string written, string expected)
    {
        var span = ZipkinReading.Of($"[{{\"traceId\":\"{written}\",\"id\":\"a2fb4a1d1a96d312\"}}]").Only;

        Assert.Equal(expected, Convert.ToHexString(span.TraceId.Span));
    }

    [Theory]
    [InlineData("\"parentId\":null", "")]
    [InlineData("\"parentId\":\"\"", "")]
    [InlineData("\"parentId\":\"a2fb4a1d1a96d312\"", "")]
    [InlineData("\"parentId\":\"6b221d5bc9e6496c\"", "6B221D5BC9E6496C")]
    [InlineData("\"parentId\":\"16b221d5bc9e6496c\"", "00")]
    public void ReadChunk_ParentId_IsKeptWhereItIsOne(string field, string expected) =>
        Assert.Equal(expected, Convert.ToHexString(Read(field).Only.ParentSpanId.Span));

    [Theory]
    [InlineData("1.472470996199e15", 1472470996199000000UL, 0)]
    [InlineData("\"1472470996199000\"", 1472470996199000000UL, 0)]
    [InlineData("1472470996199000.75", 1472470996199000000UL, 0)]
    [InlineData("null", 0UL, 0)]
    [InlineData("-1", 0UL, 1)]
    [InlineData("18446744073709551615", 0UL, 1)]
    [InlineData("1e400", 0UL, 1)]
    [InlineData("\"soon\"", 0UL, 1)]
    [InlineData("[1,[2]]", 0UL, 1)]
    public void ReadChunk_Timestamp_IsReadOrLeftOut(string written, ulong start, int skipped)
    {
        var reading = Read($"\"timestamp\":{written},\"duration\":3");

        Assert.Equal((start, start + 3_000), (reading.Only.StartTimeUnixNano, reading.Only.EndTimeUnixNano));
        Assert.Equal((skipped, null), (reading.SkippedValues, reading.Error));
    }

    [Fact]
    public void ReadChunk_TimesBeyondAllClocks_EndAtTheLast()
    {
        var span = Read("\"timestamp\":18446744073709551,\"duration\":18446744073709551").Only;

        Assert.Equal((18446744073709551000UL, ulong.MaxValue), (span.StartTimeUnixNano, span.EndTimeUnixNano));
    }

    [Theory]
    [InlineData("\"tags\":[1,2]", 1)]
    [InlineData("\"tags\":{\"a\":{\"b\":1},\"c\":null}", 1)]
    [InlineData("\"annotations\":{\"a\":[]}", 1)]
    [InlineData("\"annotations\":[1,\"x\",null,[2]]", 3)]
    [InlineData("\"localEndpoint\":\"here\"", 1)]
    [InlineData("\"remoteEndpoint\":{\"port\":70000,\"ipv4\":[]}", 2)]
    [InlineData("\"kind\":\"BOTH\"", 1)]
    [InlineData("\"debug\":\"yes\",\"shared\":1", 2)]
    [InlineData("\"name\":{}", 1)]
    [InlineData("\"unknown\":{\"deep\":[[[[1]]]]}", 0)]
    public void ReadChunk_ValuesThatDoNotFit_CostNothingElse(string fields, int skipped)
    {
        var reading = ZipkinReading.Of($"[{{{fields},{Ids},\"duration\":1}},{{{Ids}}}]");

        Assert.Null(reading.Error);
        Assert.Equal((2, skipped), (reading.All.Count, reading.SkippedValues));
        Assert.Equal("A2FB4A1D1A96D312", Convert.ToHexString(reading.All[0].SpanId.Span));
        Assert.Equal(1_000UL, reading.All[0].EndTimeUnixNano);
    }

    [Fact]
    public void ReadChunk_TextThatIsNotUnicode_IsMended()
    {
        byte[] json = [.. Encoding.UTF8.GetBytes($"[{{{Ids},\"name\":\"a\\ud800b\",\"tags\":{{\"k"), 0xFF, .. "\":\"\\u00fc\\\"\"}}]"u8];

        var reading = ZipkinReading.Of(json);

        Assert.Equal("a\uFFFDb", reading.Only.Name);
        Assert.Equal("ü\"", ZipkinReading.Attribute(reading.Only, "k\uFFFD"));
        Assert.Equal(2, reading.RepairedTexts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("[null]")]
    [InlineData("[{}")]
    [InlineData("[{},]")]
    [InlineData("[{}] x")]
    [InlineData("[{\"tags\":{\"a\":}}]")]
    [InlineData("[{\"annotations\":[{\"value\":\"\\q\"}]}]")]
    public void ReadChunk_BytesThatAreNoList_SayWhere(string json) =>
        Assert.Contains("byte", ZipkinReading.Of(json).Error!, StringComparison.Ordinal);

    [Fact]
    public void ReadChunk_NestingBeyondTheBound_IsMalformed() =>
        Assert.NotNull(ZipkinReading.Of($"[{{\"x\":{new string('[', 10_000)}{new string(']', 10_000)}}}]").Error);

    [Theory]
    [InlineData("[]")]
    [InlineData("\uFEFF[ ]\n")]
    public void ReadChunk_EmptyList_HasNoChunk(string json)
    {
        var reading = ZipkinReading.Of(json);

        Assert.Equal((0, 0, null), (reading.Chunks, reading.Spans, reading.Error));
    }

    [Fact]
    public void ReadChunk_LongList_ComesInChunksOfWholeSpans()
    {
        var tag = new string('x', 1_000);
        var numbers = Enumerable.Range(1, 1_000).Select(number => (Id: (ulong)number, Service: number % 100 == 0 ? "b" : "a")).ToList();
        var spans = numbers.Select(span =>
            $$$"""{"traceId":"1","id":"{{{span.Id:x}}}","localEndpoint":{"serviceName":"{{{span.Service}}}"},"tags":{"t":"{{{tag}}}"}}""");

        var reading = ZipkinReading.Of($"[{string.Join(',', spans)}]");

        Assert.InRange(reading.Chunks, 3, 6);
        Assert.Equal(1_000, reading.Spans);
        Assert.Equal(
            numbers,
            reading.Request.ResourceSpans.SelectMany(resource => resource.ScopeSpans.Single().Spans.Select(
                span => (SpanId.FromBytes(span.SpanId.Span).Value, ServiceOf(resource)))));
    }

    private static ZipkinReading Read(string fields) => ZipkinReading.Of($"[{{{Ids},{fields}}}]");

    private static string ServiceOf(Oracle.ResourceSpans resource) =>
        resource.Resource.Attributes.Single(attribute => attribute.Key == "service.name").Value.StringValue;
}
