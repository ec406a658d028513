using System.Text;
using Google.Protobuf;
using Lumen.Otlp;
using Lumen.TestKit.Oracle;
using ValueCase = Lumen.TestKit.Oracle.AnyValue.ValueOneofCase;

namespace Lumen.Core.Tests.Otlp.Json;

/// <summary>The points of the OTLP specification's JSON encoding, one by one.</summary>
public sealed class OtlpJsonReaderTests
{
    [Theory]
    [InlineData("0102030405060708090a0b0c0d0e0f10", 16)]
    [InlineData("0102030405060708090A0B0C0D0E0F10", 16)]
    [InlineData("01020304050607", 7)]
    [InlineData("0102030405060708090a0b0c0d0e0f1011", 17)]
    [InlineData("", 0)]
    public void TryRead_Id_IsTheBytesOfItsDigits(string digits, int length)
    {
        var span = OtlpJson.ReadSpan($"\"traceId\":\"{digits}\"");
        Assert.Equal(length, span.TraceId.Length);
        Assert.Equal(digits, Convert.ToHexString(span.TraceId.Span), ignoreCase: true);
    }

    [Theory]
    [InlineData("xyz")]
    [InlineData("0102030405060708090a0b0c0d0e0f1")]
    [InlineData("AQIDBAUGBwgJCgsMDQ4PEA==")]
    [InlineData("gggggggggggggggggggggggggggggggg")]
    [InlineData("00000000-0000-0000-0000-000000000001")]
    public void TryRead_IdThatIsNotHexadecimal_HasAWrongLength(string text) =>
        Assert.NotEqual(TraceId.Size, OtlpJson.ReadSpan($"\"traceId\":\"{text}\"").TraceId.Length);

    [Theory]
    [InlineData("2", 2)]
    [InlineData("\"2\"", 2)]
    [InlineData("\"SPAN_KIND_SERVER\"", 2)]
    [InlineData("\"SPAN_KIND_OF_TOMORROW\"", 0)]
    [InlineData("99", 99)]
    [InlineData("-1", -1)]
    [InlineData("null", 0)]
    public void TryRead_Kind_TakesNumbersAndNames(string kind, int expected) =>
        Assert.Equal(expected, (int)OtlpJson.ReadSpan($"\"kind\":{kind}").Kind);

    [Theory]
    [InlineData("5", 5L)]
    [InlineData("\"5\"", 5L)]
    [InlineData("1e3", 1000L)]
    [InlineData("1.0", 1L)]
    [InlineData("\"1.0\"", 1L)]
    [InlineData("-0", 0L)]
    [InlineData("\"-9223372036854775808\"", long.MinValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("\"9223372036854775807\"", long.MaxValue)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void TryRead_IntValue_TakesStringsAndNumbers(string value, long expected) =>
        Assert.Equal(expected, OtlpJson.ReadValue($"{{\"intValue\":{value}}}").IntValue);

    [Theory]
    [InlineData("\"NaN\"", double.NaN)]
    [InlineData("\"Infinity\"", double.PositiveInfinity)]
    [InlineData("\"-Infinity\"", double.NegativeInfinity)]
    [InlineData("\"1.5\"", 1.5)]
    [InlineData("-2.5e-3", -0.0025)]
    [InlineData("0", 0.0)]
    public void TryRead_DoubleValue_TakesWhatJsonCannotSayAsText(string value, double expected) =>
        Assert.Equal(expected, OtlpJson.ReadValue($"{{\"doubleValue\":{value}}}").DoubleValue);

    [Theory]
    [InlineData("+/8=", "FBFF")]
    [InlineData("+/8", "FBFF")]
    [InlineData("-_8", "FBFF")]
    [InlineData("+\\/8=", "FBFF")]
    [InlineData("", "")]
    public void TryRead_BytesValue_TakesBothAlphabetsWithAndWithoutPadding(string text, string expected)
    {
        var value = OtlpJson.ReadValue($"{{\"bytesValue\":\"{text}\"}}");
        Assert.Equal(ValueCase.BytesValue, value.ValueCase);
        Assert.Equal(expected, Convert.ToHexString(value.BytesValue.Span));
    }

    [Theory]
    [InlineData("{}", ValueCase.None)]
    [InlineData("null", ValueCase.None)]
    [InlineData("{\"stringValue\":null}", ValueCase.None)]
    [InlineData("{\"stringValue\":\"\"}", ValueCase.StringValue)]
    [InlineData("{\"boolValue\":false}", ValueCase.BoolValue)]
    [InlineData("{\"intValue\":0}", ValueCase.IntValue)]
    [InlineData("{\"arrayValue\":{}}", ValueCase.ArrayValue)]
    [InlineData("{\"kvlistValue\":{\"values\":[]}}", ValueCase.KvlistValue)]
    [InlineData("{\"stringValueStrindex\":3}", ValueCase.None)]
    public void TryRead_AnyValue_KeepsTheAlternativeThatIsThere(string value, ValueCase expected) =>
        Assert.Equal(expected, OtlpJson.ReadValue(value)?.ValueCase ?? ValueCase.None);

    [Fact]
    public void TryRead_NullElements_AreEmptyMessages()
    {
        var values = OtlpJson.ReadValue("{\"arrayValue\":{\"values\":[null,{\"intValue\":1},null]}}").ArrayValue.Values;
        Assert.Equal([ValueCase.None, ValueCase.IntValue, ValueCase.None], values.Select(value => value.ValueCase));
    }

    [Fact]
    public void TryRead_RepeatedKeys_LastOneWins()
    {
        var span = OtlpJson.ReadSpan("""
            "name":"first","attributes":[{"key":"a"},{"key":"b"}],"events":[{"name":"kept"}],"status":{"code":2,"message":"gone"},
            "name":"second","attributes":[{"key":"c"}],"status":{"code":1},"startTimeUnixNano":5,"startTimeUnixNano":null,
            "attributes":[{"key":"d"}]
            """);
        Assert.Equal("second", span.Name);
        Assert.Equal(["d"], span.Attributes.Select(attribute => attribute.Key));
        Assert.Equal("kept", Assert.Single(span.Events).Name);
        Assert.Equal((Status.Types.StatusCode.Ok, ""), (span.Status.Code, span.Status.Message));
        Assert.Equal(0UL, span.StartTimeUnixNano);
    }

    [Fact]
    public void TryRead_KeyRepeatedInBothSpellings_LastOneWins() =>
        Assert.Equal(7UL, OtlpJson.ReadSpan("\"startTimeUnixNano\":5,\"start_time_unix_nano\":7").StartTimeUnixNano);

    [Theory]
    [InlineData("\"name\":\"a\\ud800b\"", "a\uFFFDb")]
    [InlineData("\"name\":\"\\udc00\\ud83d\\ude00\\ud83d\"", "\uFFFD\U0001F600\uFFFD")]
    [InlineData("\"name\":\"\\ud83d\\n\"", "\uFFFD\n")]
    [InlineData("\"name\":\"\\b\\f\\n\\r\\t\\\"\\\\\\/\\u00e9\"", "\b\f\n\r\t\"\\/é")]
    public void TryRead_EscapedText_IsUnescapedAndLoneSurrogatesAreReplaced(string property, string expected) =>
        Assert.Equal(expected, OtlpJson.ReadSpan(property).Name);

    [Fact]
    public void TryRead_TextThatIsNotUtf8_IsRepairedAndCounted()
    {
        var json = OtlpJson.Request("\"name\":\"x~y\",\"traceState\":\"\\n~\"");
        json.AsSpan().Replace((byte)'~', (byte)0xFF);
        using var writer = new ProtobufWriter();
        Assert.True(OtlpJsonReader.TryRead(json, OtlpLimits.Default, writer, out _, out var repaired));
        var span = ExportRequest.Parser.ParseFrom(writer.Written).ResourceSpans[0].ScopeSpans[0].Spans[0];
        Assert.Equal(("x\uFFFDy", "\n\uFFFD", 2), (span.Name, span.TraceState, repaired));
    }

    [Fact]
    public void TryRead_ByteOrderMark_IsSkipped() => Assert.Empty(OtlpJson.Read("\uFEFF{}"u8));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"resourceSpans":[]}""")]
    [InlineData("""{"resourceSpans":null,"resource_spans":[]}""")]
    [InlineData("""{"anything":[[[{"traceId":1}]]],"resourceSpans":[]}""")]
    public void TryRead_RequestOfNothing_IsEmpty(string json) => Assert.Empty(OtlpJson.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    [Trait("Rule", "OD27")]
    public void TryRead_SpansUnderTheOldKey_AreSkippedAsUnknown()
    {
        var request = ExportRequest.Parser.ParseFrom(OtlpJson.Read("""
            {"resourceSpans":[{"instrumentationLibrarySpans":[{"spans":[{"name":"old"}]}],"scopeSpans":[]}]}
            """u8));
        Assert.Empty(Assert.Single(request.ResourceSpans).ScopeSpans);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{} x")]
    [InlineData("""{"resourceSpans":[],}""")]
    [InlineData("""{"resourceSpans":[{},]}""")]
    [InlineData("""{"resourceSpans":{}}""")]
    [InlineData("""{"resourceSpans":[5]}""")]
    [InlineData("""{"resourceSpans":[[]]}""")]
    [InlineData("""{/* comment */}""")]
    [InlineData("""{'resourceSpans':[]}""")]
    public void TryRead_NotARequest_SaysWhy(string json) => Assert.NotEmpty(OtlpJson.ErrorOf(Encoding.UTF8.GetBytes(json))!);

    [Fact]
    public void TryRead_Empty_SaysWhatToSend() =>
        Assert.Contains("is empty", OtlpJson.ErrorOf([])!, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"name\":5", "'name' must be a string.")]
    [InlineData("\"kind\":1.5", "'kind' must be an integer of 32 bits.")]
    [InlineData("\"kind\":true", "'kind' must be an integer.")]
    [InlineData("\"traceId\":5", "'traceId' must be a string of hexadecimal digits.")]
    [InlineData("\"startTimeUnixNano\":-1", "'startTimeUnixNano' must be nanoseconds since 1970")]
    [InlineData("\"startTimeUnixNano\":\"18446744073709551616\"", "'startTimeUnixNano' must be nanoseconds since 1970")]
    [InlineData("\"startTimeUnixNano\":\"now\"", "'startTimeUnixNano' must be nanoseconds since 1970")]
    [InlineData("\"startTimeUnixNano\":{}", "'startTimeUnixNano' must be a number")]
    [InlineData("\"flags\":4294967296", "'flags' must be an unsigned integer of 32 bits.")]
    [InlineData("\"droppedLinksCount\":-1", "'droppedLinksCount' must be a count of 32 bits.")]
    [InlineData("\"attributes\":{}", "'attributes' must be an array.")]
    [InlineData("\"status\":[]", "'status' must be an object.")]
    [InlineData("\"attributes\":[{\"value\":{\"intValue\":1.5}}]", "'intValue' must be an integer of 64 bits.")]
    [InlineData("\"attributes\":[{\"value\":{\"intValue\":9223372036854775808}}]", "'intValue' must be an integer of 64 bits.")]
    [InlineData("\"attributes\":[{\"value\":{\"boolValue\":\"true\"}}]", "'boolValue' must be true or false.")]
    [InlineData("\"attributes\":[{\"value\":{\"doubleValue\":\"much\"}}]", "'doubleValue' must be a number.")]
    [InlineData("\"attributes\":[{\"value\":{\"bytesValue\":\"*\"}}]", "'bytesValue' must be a string in base64.")]
    public void TryRead_FieldThatHoldsWhatItCannot_NamesTheField(string properties, string expected) =>
        Assert.StartsWith(expected, OtlpJson.ErrorOf(OtlpJson.Request(properties)), StringComparison.Ordinal);

    [Theory]
    [InlineData(19)]
    [InlineData(200)]
    [InlineData(20_000)]
    public void TryRead_DeepValue_IsCutOneLevelBelowTheLimit(int depth)
    {
        var deep = string.Concat(Enumerable.Repeat("{\"arrayValue\":{\"values\":[", depth)) + "{}"
            + string.Concat(Enumerable.Repeat("]}}", depth));
        var limits = new OtlpLimits { MaxDepth = 32 };
        var bytes = OtlpJson.Read(OtlpJson.Request($"\"attributes\":[{{\"key\":\"k\",\"value\":{deep}}}]"), limits);
        var value = ExportRequest.Parser.ParseFrom(bytes).ResourceSpans[0].ScopeSpans[0].Spans[0].Attributes[0].Value;
        var levels = 0;
        for (; value?.ArrayValue is { } list; levels++)
        {
            value = list.Values.FirstOrDefault();
        }

        Assert.Equal(Math.Min(depth, limits.MaxDepth + 1), levels);
    }

    [Fact]
    public void TryRead_BracketsWithoutEnd_AreMalformed()
    {
        var json = Encoding.UTF8.GetBytes("{\"x\":" + new string('[', 2_000_000));
        Assert.StartsWith("The JSON is malformed", OtlpJson.ErrorOf(json), StringComparison.Ordinal);
    }
}
