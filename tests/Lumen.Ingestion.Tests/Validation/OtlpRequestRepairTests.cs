using System.Text;
using Google.Protobuf;
using Lumen.Otlp;
using Lumen.TestKit;
using ValueCase = Lumen.TestKit.Oracle.AnyValue.ValueOneofCase;

namespace Lumen.Ingestion.Tests.Validation;

/// <summary>
/// What becomes of each thing that a request may hold and a store may not. Rules are numbered as in the list of OTLP's data rules.
/// </summary>
public sealed class OtlpRequestRepairTests
{
    private static readonly SpanBuilder Good = new() { SpanId = new SpanId(42), Name = "good" };

    [Theory]
    [Trait("Rule", "OD1")]
    [Trait("Rule", "OD2")]
    [InlineData("")]
    [InlineData("0102030405060708")]
    [InlineData("0102030405060708090A0B0C0D0E0F")]
    [InlineData("0102030405060708090A0B0C0D0E0F1011")]
    [InlineData("00000000000000000000000000000000")]
    public void Repair_TraceIdThatIsNoId_RejectsThatSpanOnly(string id)
    {
        var (request, report) = Repairing.Repair(
            new OtlpRequestBuilder().Add(Good, Good with { TraceIdBytes = Convert.FromHexString(id) }, Good).Encode());
        Assert.Equal(["good", "good"], request.ResourceSpans[0].ScopeSpans[0].Spans.Select(span => span.Name));
        Assert.Equal([(RepairReport.InvalidTraceIdReason, 1L)], report.Rejections);
        Assert.Equal("1 span was rejected, with a trace id that is not 16 bytes, or all zero.", report.Message);
    }

    [Theory]
    [Trait("Rule", "OD3")]
    [InlineData("")]
    [InlineData("01020304050607")]
    [InlineData("010203040506070809")]
    [InlineData("0000000000000000")]
    public void Repair_SpanIdThatIsNoId_RejectsThatSpanOnly(string id)
    {
        var bad = Good with { SpanIdBytes = Convert.FromHexString(id) };
        var (request, report) = Repairing.Repair(new OtlpRequestBuilder().Add(bad, Good, bad).Encode());
        Assert.Single(request.ResourceSpans[0].ScopeSpans[0].Spans);
        Assert.Equal([(RepairReport.InvalidSpanIdReason, 2L)], report.Rejections);
        Assert.Equal("2 spans were rejected, with a span id that is not 8 bytes, or all zero.", report.Message);
    }

    [Fact]
    [Trait("Rule", "OD3")]
    public void Repair_BothIdsInvalid_CountsTheSpanOnce()
    {
        var (_, report) = Repairing.Repair(new OtlpRequestBuilder().Add(Good with { TraceIdBytes = [], SpanIdBytes = [] }).Encode());
        Assert.Equal(1, report.RejectedSpans);
    }

    [Theory]
    [Trait("Rule", "OD4")]
    [InlineData("01")]
    [InlineData("010203040506070809")]
    public void Repair_ParentIdOfAWrongLength_MakesTheSpanARoot(string id)
    {
        var (span, report) = Repairing.Repair(Good with { ParentIdBytes = Convert.FromHexString(id) });
        Assert.Empty(span.ParentSpanId);
        Assert.Equal((1, 0), (report.InvalidParentIds, report.RejectedSpans));
        Assert.Equal("1 span was made a root, with a parent id that is not 8 bytes.", report.Message);
    }

    [Fact]
    [Trait("Rule", "OD23")]
    public void Repair_TextThatIsNotUtf8_IsMendedWhereverItStands()
    {
        byte[] bad = [.. "x"u8, 0xFF, .. "y"u8];
        var attribute = Repairing.Field(writer =>
        {
            writer.WriteBytes(OtlpFields.KeyValue.Key, bad);
            writer.WriteBytes(OtlpFields.KeyValue.Value, Repairing.Field(value => value.WriteBytes(OtlpFields.AnyValue.String, bad)));
        });
        var (span, report) = Repairing.Repair(Good with
        {
            Appended = Repairing.Field(writer =>
            {
                writer.WriteBytes(OtlpFields.Span.Name, bad);
                writer.WriteBytes(OtlpFields.Span.TraceState, bad);
                writer.WriteBytes(OtlpFields.Span.Attributes, attribute);
                writer.WriteBytes(OtlpFields.Span.Status, Repairing.Field(status => status.WriteBytes(OtlpFields.Status.Message, bad)));
                writer.WriteBytes(OtlpFields.Span.Events, Repairing.Field(item => item.WriteBytes(OtlpFields.Event.Name, bad)));
            }),
        });
        const string Mended = "x\uFFFDy";
        Assert.Equal((Mended, Mended, Mended, Mended), (span.Name, span.TraceState, span.Status.Message, span.Events[0].Name));
        Assert.Equal((Mended, Mended), (span.Attributes[0].Key, span.Attributes[0].Value.StringValue));
        Assert.Equal(6, report.MendedTexts);
        Assert.Equal("6 strings were not UTF-8 and mended with U+FFFD.", report.Message);
    }

    [Fact]
    [Trait("Rule", "OD23")]
    public void Repair_ResourceScopeAndSchemaThatAreNotUtf8_AreMended()
    {
        byte[] bad = [0xC3, 0x28];
        var scopeSpans = Repairing.Field(writer =>
        {
            writer.WriteBytes(OtlpFields.ScopeSpans.Scope, Repairing.Field(scope => scope.WriteBytes(OtlpFields.Scope.Name, bad)));
            writer.WriteBytes(OtlpFields.ScopeSpans.Spans, Good.Encode());
            writer.WriteBytes(OtlpFields.ScopeSpans.SchemaUrl, bad);
        });
        var resourceSpansBytes = Repairing.Field(writer =>
        {
            writer.WriteBytes(OtlpFields.ResourceSpans.ScopeSpans, scopeSpans);
            writer.WriteBytes(OtlpFields.ResourceSpans.SchemaUrl, bad);
        });
        var (request, report) = Repairing.Repair(
            Repairing.Field(writer => writer.WriteBytes(OtlpFields.Request.ResourceSpans, resourceSpansBytes)));
        var resourceSpans = request.ResourceSpans[0];
        Assert.Equal("\uFFFD(", resourceSpans.SchemaUrl);
        Assert.Equal(("\uFFFD(", "\uFFFD("), (resourceSpans.ScopeSpans[0].Scope.Name, resourceSpans.ScopeSpans[0].SchemaUrl));
        Assert.Equal((3, 0), (report.MendedTexts, report.RejectedSpans));
        Assert.Equal(ByteString.CopyFrom(Good.Encode()), resourceSpans.ScopeSpans[0].Spans[0].ToByteString());
    }

    [Fact]
    [Trait("Rule", "OD15")]
    [Trait("Rule", "OD24")]
    public void Repair_MoreItemsThanTheLimits_CutsThemAndRaisesTheCounts()
    {
        var attributes = Enumerable.Range(0, 5).Select(number => new KeyValue($"k{number}", AnyValue.Of((long)number))).ToList();
        var link = new SpanLink(new TraceId(1, 1), new SpanId(1), string.Empty, attributes, 7, 0);
        var (span, report) = Repairing.Repair(
            Good with
            {
                Attributes = attributes,
                Events = [new SpanEvent(1, "first", attributes, uint.MaxValue - 1), new SpanEvent(2, "second", [], 0)],
                Links = [link, link],
                DroppedAttributesCount = 10,
            },
            new OtlpLimits { MaxAttributes = 2, MaxEvents = 1, MaxLinks = 1 });
        Assert.Equal(["k0", "k1"], span.Attributes.Select(attribute => attribute.Key));
        Assert.Equal((13U, 1U, 1U), (span.DroppedAttributesCount, span.DroppedEventsCount, span.DroppedLinksCount));
        var item = Assert.Single(span.Events);
        Assert.Equal(("first", 2, uint.MaxValue), (item.Name, item.Attributes.Count, item.DroppedAttributesCount));
        Assert.Equal((2, 10U), (span.Links[0].Attributes.Count, span.Links[0].DroppedAttributesCount));
        Assert.Equal((9, 1, 1), (report.DroppedAttributes, report.DroppedEvents, report.DroppedLinks));
    }

    [Theory]
    [Trait("Rule", "OD24")]
    [InlineData("abcdefghij", "abcdefgh")]
    [InlineData("abcdefgäh", "abcdefg")]
    [InlineData("abcde\U0001F600", "abcde")]
    public void Repair_TextLongerThanTheLimit_IsCutAtACharactersBorder(string text, string expected)
    {
        var (span, report) = Repairing.Repair(Good with { Name = text }, new OtlpLimits { MaxValueBytes = 8 });
        Assert.Equal((expected, 1), (span.Name, report.CutValues));
        Assert.Equal("1 value was cut to 8 bytes.", report.Message);
    }

    [Fact]
    [Trait("Rule", "OD24")]
    public void Repair_LongTextThatIsNotUtf8_StaysWithinTheLimit()
    {
        var name = Repairing.Field(writer => writer.WriteBytes(OtlpFields.Span.Name, Enumerable.Repeat((byte)0x80, 100).ToArray()));
        var (span, _) = Repairing.Repair(Good with { Appended = name }, new OtlpLimits { MaxValueBytes = 10 });
        Assert.Equal("\uFFFD\uFFFD\uFFFD", span.Name);
    }

    [Fact]
    [Trait("Rule", "OD22")]
    public void Repair_ListsNestedTooDeep_BecomeEmptyValuesAndCount()
    {
        var deep = AnyValue.Of([AnyValue.Of(1L), AnyValue.Of([AnyValue.Of([AnyValue.Of("too deep")]), AnyValue.Of("kept")])]);
        var (span, report) = Repairing.Repair(
            Good with { Attributes = [new KeyValue("k", deep), new KeyValue("next", AnyValue.Of(2L))] }, new OtlpLimits { MaxDepth = 2 });
        var inner = span.Attributes[0].Value.ArrayValue.Values[1].ArrayValue.Values;
        Assert.Equal([ValueCase.None, ValueCase.StringValue], inner.Select(value => value.ValueCase));
        Assert.Equal("next", span.Attributes[1].Key);
        Assert.Equal((1U, 1), (span.DroppedAttributesCount, report.DeepAttributes));
        Assert.Equal("1 attribute was emptied below 2 nested lists.", report.Message);
    }

    [Theory]
    [Trait("Rule", "OD17")]
    [InlineData("", "0102030405060708")]
    [InlineData("0102030405060708090A0B0C0D0E0F10", "")]
    [InlineData("0102030405060708090A0B0C0D0E0F10", "0000000000000000")]
    [InlineData("01", "0102030405060708")]
    public void Repair_LinkWithoutIds_IsDroppedAndCounted(string trace, string span)
    {
        var link = Repairing.Field(writer => writer.WriteBytes(OtlpFields.Span.Links, Repairing.Field(ids =>
        {
            ids.WriteBytes(OtlpFields.Link.TraceId, Convert.FromHexString(trace));
            ids.WriteBytes(OtlpFields.Link.SpanId, Convert.FromHexString(span));
        })));
        var good = new SpanLink(new TraceId(1, 1), new SpanId(1), "state", [], 0, 0x301);
        var (repaired, report) = Repairing.Repair(Good with { Links = [good], Appended = link, DroppedLinksCount = 2 });
        Assert.Equal("state", Assert.Single(repaired.Links).TraceState);
        Assert.Equal((3U, 1, 0), (repaired.DroppedLinksCount, report.InvalidLinks, report.RejectedSpans));
    }

    [Fact]
    [Trait("Rule", "OD29")]
    public void Repair_MessagesInSeveralPieces_BecomeOneAsProtobufMergesThem()
    {
        var scopeSpans = Repairing.Field(writer => writer.WriteBytes(OtlpFields.ScopeSpans.Spans, Good.Encode()));
        var request = Repairing.Field(writer => writer.WriteBytes(OtlpFields.Request.ResourceSpans, Repairing.Field(spans =>
        {
            spans.WriteBytes(OtlpFields.ResourceSpans.Resource, OtlpMessages.Resource("first").Encoded.Span);
            spans.WriteBytes(OtlpFields.ResourceSpans.ScopeSpans, scopeSpans);
            spans.WriteBytes(OtlpFields.ResourceSpans.Resource, OtlpMessages.Resource("second").Encoded.Span);
        })));
        var (repaired, report) = Repairing.Repair(request);
        Assert.Equal(TestKit.Oracle.ExportRequest.Parser.ParseFrom(request), repaired);
        Assert.Equal(2, repaired.ResourceSpans[0].Resource.Attributes.Count);
        Assert.Null(report.Message);
    }

    [Fact]
    public void Repair_FieldsThatLumenDoesNotKnow_AreKept()
    {
        var unknown = Repairing.Field(writer => writer.WriteString(1_000, "unknown"));
        var (span, _) = Repairing.Repair(
            Good with { Name = new string('x', 20), Appended = unknown }, new OtlpLimits { MaxValueBytes = 10 });
        Assert.Contains(Encoding.UTF8.GetString(unknown), Encoding.UTF8.GetString(span.ToByteArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Message_EverythingWrongAtOnce_IsLessThanOneKibibyte()
    {
        var report = new RepairReport(new OtlpLimits
        {
            MaxAttributes = int.MaxValue, MaxEvents = int.MaxValue, MaxLinks = int.MaxValue, MaxValueBytes = int.MaxValue, MaxDepth = 128,
        })
        {
            InvalidTraceIds = long.MaxValue / 2, InvalidSpanIds = long.MaxValue / 2, InvalidParentIds = long.MaxValue,
            MendedTexts = long.MaxValue, CutValues = long.MaxValue, DroppedAttributes = long.MaxValue, DroppedEvents = long.MaxValue,
            DroppedLinks = long.MaxValue, InvalidLinks = long.MaxValue, DeepAttributes = long.MaxValue,
        };
        Assert.InRange(Encoding.UTF8.GetByteCount(report.Message!), 1, 1_024);
    }
}
