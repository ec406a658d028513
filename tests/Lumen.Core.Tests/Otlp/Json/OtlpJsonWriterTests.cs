using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lumen.Otlp;
using Lumen.TestKit;

namespace Lumen.Core.Tests.Otlp.Json;

public sealed class OtlpJsonWriterTests
{
    [Fact]
    public void WriteSpan_AllFields_HaveTheFormOfTheSpecification()
    {
        var span = new SpanBuilder
        {
            ParentId = new SpanId(0xABCDEF), TraceState = "a=1", Kind = SpanKind.Server, Status = SpanStatus.Error, StatusMessage = "boom",
            Flags = 0x80000301, DroppedAttributesCount = 1, DroppedEventsCount = 2, DroppedLinksCount = 3,
            Attributes =
            [
                new("s", AnyValue.Of("text")), new("b", AnyValue.Of(false)), new("i", AnyValue.Of(-5L)), new("d", AnyValue.Of(1.5)),
                new("y", AnyValue.Of([0xFB, 0xFF])), new("a", AnyValue.Of([default, AnyValue.Of(1L)])),
                new("k", AnyValue.Of([new KeyValue("x", AnyValue.Of(string.Empty))])), new("e", default),
            ],
            Events = [new(5, "event", [], 7)],
            Links = [new(new TraceId(1, 2), new SpanId(3), "b=2", [], 8, 1)],
        };
        AssertJson(
            """
            {"traceId":"0123456789abcdeffedcba9876543210","spanId":"1122334455667788","traceState":"a=1","parentSpanId":"0000000000abcdef",
             "flags":2147484417,"name":"operation","kind":2,"startTimeUnixNano":"1700000000000000000",
             "endTimeUnixNano":"1700000000001000000",
             "attributes":[
               {"key":"s","value":{"stringValue":"text"}},{"key":"b","value":{"boolValue":false}},{"key":"i","value":{"intValue":"-5"}},
               {"key":"d","value":{"doubleValue":1.5}},{"key":"y","value":{"bytesValue":"+/8="}},
               {"key":"a","value":{"arrayValue":{"values":[{},{"intValue":"1"}]}}},
               {"key":"k","value":{"kvlistValue":{"values":[{"key":"x","value":{"stringValue":""}}]}}},{"key":"e","value":{}}],
             "droppedAttributesCount":1,"events":[{"timeUnixNano":"5","name":"event","droppedAttributesCount":7}],"droppedEventsCount":2,
             "links":[{"traceId":"00000000000000010000000000000002","spanId":"0000000000000003","traceState":"b=2",
                       "droppedAttributesCount":8,"flags":1}],
             "droppedLinksCount":3,"status":{"message":"boom","code":2}}
            """,
            span);
    }

    [Fact]
    public void WriteSpan_FieldsThatHoldTheirDefault_AreLeftOut() =>
        AssertJson(
            """{"traceId":"0123456789abcdeffedcba9876543210","spanId":"1122334455667788","status":{}}""",
            new SpanBuilder
            {
                Name = string.Empty, Kind = 0, StartUnixNano = 0, EndUnixNano = 0, Flags = 0, ParentIdBytes = new byte[8],
                Appended = [0x7A, 0x00, 0x2A, 0x00, 0x30, 0x00, 0x50, 0x00],
            });

    [Theory]
    [InlineData(double.NaN, "\"NaN\"")]
    [InlineData(double.PositiveInfinity, "\"Infinity\"")]
    [InlineData(double.NegativeInfinity, "\"-Infinity\"")]
    [InlineData(-0.0, "-0")]
    [InlineData(double.MaxValue, "1.7976931348623157E+308")]
    [Trait("Rule", "OD25")]
    public void WriteSpan_DoubleOfAnyKind_IsValidJson(double value, string expected)
    {
        var span = new SpanBuilder { Attributes = [new("d", AnyValue.Of(value))] };
        var json = OtlpJson.Write(writer => OtlpJsonWriter.WriteSpan(writer, span.Encode()));
        Assert.Equal(expected, json["attributes"]![0]!["value"]!["doubleValue"]!.ToJsonString());
    }

    [Fact]
    public void WriteSpan_OfSeveralAlternativesAndRepeatedFields_WritesTheLast()
    {
        using var value = new ProtobufWriter();
        value.WriteString(OtlpFields.AnyValue.String, "first");
        value.WriteVarint(OtlpFields.AnyValue.Int, 5);
        using var field = new ProtobufWriter();
        var mark = field.BeginMessage(OtlpFields.Span.Attributes);
        field.WriteBytes(OtlpFields.KeyValue.Value, value.Written);
        field.EndMessage(mark);
        field.WriteString(OtlpFields.Span.Name, "second");
        var json = OtlpJson.Write(writer => OtlpJsonWriter.WriteSpan(writer, new SpanBuilder { Appended = field.ToArray() }.Encode()));
        Assert.Equal("""{"intValue":"5"}""", json["attributes"]![0]!["value"]!.ToJsonString());
        Assert.Equal("second", json["name"]!.GetValue<string>());
    }

    [Fact]
    public void WriteSpan_OddIdsAndText_GiveNoException()
    {
        var span = new SpanBuilder { TraceIdBytes = new byte[100], SpanIdBytes = [1, 2, 3], Appended = [0x2A, 0x02, 0xFF, 0xFE] };
        span.TraceIdBytes[0] = 0xAB;
        var json = OtlpJson.Write(writer => OtlpJsonWriter.WriteSpan(writer, span.Encode()));
        Assert.StartsWith("ab00", json["traceId"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(("010203", "\uFFFD\uFFFD"), (json["spanId"]!.GetValue<string>(), json["name"]!.GetValue<string>()));
    }

    [Fact]
    public void WriteSpanProperties_BesideOthers_SharesTheirObject()
    {
        var json = OtlpJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("resource", 0);
            OtlpJsonWriter.WriteSpanProperties(writer, new SpanBuilder().Encode());
            writer.WriteEndObject();
        });
        Assert.Equal((0, "operation"), (json["resource"]!.GetValue<int>(), json["name"]!.GetValue<string>()));
    }

    [Fact]
    public void WriteSpan_DeepestValue_FitsTheWritersOwnDefault()
    {
        var value = AnyValue.Of("innermost");
        for (var level = 0; level < OtlpJsonWriter.MaxDepth; level++)
        {
            value = AnyValue.Of([new KeyValue("k", value)]);
        }

        using var stream = new MemoryStream();
        using var writer = new Utf8JsonWriter(stream);
        OtlpTraceWriter.WriteJson(writer, [new SpanBuilder { Attributes = [new("k", value)] }.Build()]);
        writer.Flush();
        Assert.Contains("innermost", Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
    }

    private static void AssertJson(string expected, SpanBuilder span)
    {
        var json = OtlpJson.Write(writer => OtlpJsonWriter.WriteSpan(writer, span.Encode()));
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), json.ToJsonString());
    }
}
