using System.Text;
using Lumen.Otlp;
using Lumen.TestKit;

namespace Lumen.Core.Tests.Otlp.Requests;

/// <summary>
/// What is odd and yet legal in a span, and is kept as it came. Rules are numbered as in the list of OTLP's data rules; those that need a
/// repair are tested where the repair is.
/// </summary>
public sealed class DataRuleTests
{
    [Theory]
    [Trait("Rule", "OD4")]
    [InlineData("")]
    [InlineData("0000000000000000")]
    public void Read_ParentIdOfNothing_IsARoot(string parent)
    {
        var span = ReadSpan(new SpanBuilder { ParentIdBytes = Convert.FromHexString(parent) });
        Assert.True(span.ParentId.IsZero);
    }

    [Fact]
    [Trait("Rule", "OD5")]
    public void Read_SpanThatIsItsOwnParent_IsKept()
    {
        var span = ReadSpan(new SpanBuilder { SpanId = new SpanId(7), ParentId = new SpanId(7) });
        Assert.Equal(span.Id, span.ParentId);
    }

    [Theory]
    [Trait("Rule", "OD6")]
    [Trait("Rule", "OD7")]
    [InlineData(10UL, 5UL, 0UL)]
    [InlineData(0UL, 0UL, 0UL)]
    [InlineData(0UL, ulong.MaxValue, ulong.MaxValue)]
    [InlineData(ulong.MaxValue, 0UL, 0UL)]
    public void Read_TimesOfAnyKind_AreKeptAndTheDurationIsNeverNegative(ulong start, ulong end, ulong duration)
    {
        var span = ReadSpan(new SpanBuilder { StartUnixNano = start, EndUnixNano = end });
        Assert.Equal((start, end, duration), (span.StartUnixNano, span.EndUnixNano, span.DurationNanos));
    }

    [Fact]
    [Trait("Rule", "OD8")]
    [Trait("Rule", "OD9")]
    public void Read_NoServiceName_IsTheUnknownService()
    {
        Resource[] resources =
        [
            new(default, string.Empty),
            new(OtlpMessages.EncodeResource([new("host.name", AnyValue.Of("a"))]), string.Empty),
            OtlpMessages.Resource(string.Empty),
            new(OtlpMessages.EncodeResource([new("service.name", AnyValue.Of(5L))]), string.Empty),
            new(OtlpMessages.EncodeResource([new("service.name", default)]), string.Empty),
        ];
        foreach (var resource in resources)
        {
            using var batch = new OtlpRequestBuilder().Resource(resource).Add(new SpanBuilder()).ToBatch();
            Assert.Equal("unknown_service", batch.ServiceName(batch.Headers[0]));
            Assert.Equal("unknown_service", resource.ServiceName);
        }
    }

    [Fact]
    [Trait("Rule", "OD10")]
    public void Read_EmptyName_StaysEmpty()
    {
        using var batch = new OtlpRequestBuilder()
            .Add(new SpanBuilder { Name = string.Empty }, new SpanBuilder { Name = "next" }).ToBatch();
        Assert.Empty(batch.NameBytes(batch.Headers[0]).ToArray());
        Assert.Equal("next"u8, batch.NameBytes(batch.Headers[1]));
        Assert.Empty(Reading.SpansOf(batch)[0].Name);
    }

    [Theory]
    [Trait("Rule", "OD11")]
    [InlineData(0)]
    [InlineData(99)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void Read_KindOfAnyNumber_IsKept(int kind) => Assert.Equal(kind, (int)ReadSpan(new SpanBuilder { Kind = (SpanKind)kind }).Kind);

    [Theory]
    [Trait("Rule", "OD12")]
    [InlineData(0, "")]
    [InlineData(0, "said nevertheless")]
    [InlineData(2, "boom")]
    [InlineData(7, "")]
    public void Read_StatusOfAnyCode_IsKeptWithItsMessage(int code, string message)
    {
        var span = ReadSpan(new SpanBuilder { Status = (SpanStatus)code, StatusMessage = message });
        Assert.Equal((code, message), ((int)span.Status, span.StatusMessage));
    }

    [Fact]
    [Trait("Rule", "OD12")]
    public void Read_DeprecatedStatusCode_IsPassedOver()
    {
        using var status = new ProtobufWriter();
        status.WriteVarint(1, 2);
        status.WriteVarint(OtlpFields.Status.Code, 1);
        using var field = new ProtobufWriter();
        field.WriteBytes(OtlpFields.Span.Status, status.Written);
        Assert.Equal(SpanStatus.Ok, ReadSpan(new SpanBuilder { Appended = field.ToArray() }).Status);
    }

    [Theory]
    [Trait("Rule", "OD13")]
    [InlineData(0U)]
    [InlineData(257U)]
    [InlineData(769U)]
    [InlineData(0x80000301U)]
    [InlineData(uint.MaxValue)]
    public void Read_Flags_KeepAll32Bits(uint flags) => Assert.Equal(flags, ReadSpan(new SpanBuilder { Flags = flags }).Flags);

    [Theory]
    [Trait("Rule", "OD14")]
    [InlineData("ot=th:fd70a4;rv:0123456789abcd,vendor=1")]
    [InlineData("this is no trace state;;;=")]
    public void Read_TraceState_IsKeptAsText(string state) =>
        Assert.Equal(state, ReadSpan(new SpanBuilder { TraceState = state }).TraceState);

    [Fact]
    [Trait("Rule", "OD15")]
    [Trait("Rule", "OD16")]
    [Trait("Rule", "OD17")]
    public void Read_EventsLinksAndDroppedCounts_AreKept()
    {
        var link = new SpanLink(new SpanBuilder().TraceId, new SpanId(1), "s=1", [new("k", AnyValue.Of(true))], 3, 0x301);
        SpanEvent[] events =
        [
            new(0, string.Empty, [], 0),
            new(ulong.MaxValue, "exception", [new("exception.message", AnyValue.Of("boom"))], 4),
        ];
        var span = ReadSpan(new SpanBuilder
        {
            Events = events, Links = [link], DroppedAttributesCount = 1, DroppedEventsCount = 2, DroppedLinksCount = uint.MaxValue,
        });
        Assert.Equal((1U, 2U, uint.MaxValue), (span.DroppedAttributesCount, span.DroppedEventsCount, span.DroppedLinksCount));
        Assert.Equivalent(events, span.Events, strict: true);
        Assert.Equivalent(new[] { link }, span.Links, strict: true);
    }

    [Fact]
    [Trait("Rule", "OD18")]
    public void Read_ScopesAndSchemas_BelongToTheirOwnSpans()
    {
        var scope = new Scope(OtlpMessages.EncodeScope("library", "1.0", []), "inner");
        using var batch = new OtlpRequestBuilder()
            .Resource(new Resource(default, "outer")).Scope(scope).Add(new SpanBuilder { Name = "a" })
            .Scope(new Scope(default, string.Empty)).Add(new SpanBuilder { Name = "b" })
            .Scope(scope).Add(new SpanBuilder { Name = "c" }).ToBatch();
        var spans = Reading.SpansOf(batch);
        Assert.Equal(["library", "", "library"], spans.Select(span => span.Scope.Name));
        Assert.Equal(["inner", "", "inner"], spans.Select(span => span.Scope.SchemaUrl));
        Assert.All(spans, span => Assert.Equal("outer", span.Resource.SchemaUrl));
    }

    [Fact]
    [Trait("Rule", "OD19")]
    public void Read_RepeatedAttributes_KeepTheirOrderAndTheLastServiceNameCounts()
    {
        var resource = OtlpMessages.Resource("first", new KeyValue("service.name", AnyValue.Of("second")));
        using var batch = new OtlpRequestBuilder().Resource(resource).Add(new SpanBuilder
        {
            Attributes = [new("k", AnyValue.Of(1L)), new("k", AnyValue.Of(2L))],
        }).ToBatch();
        Assert.Equal("second", batch.ServiceName(batch.Headers[0]));
        Assert.Equal([1L, 2L], Reading.SpansOf(batch)[0].Attributes.Select(attribute => attribute.Value.AsInt!.Value));
    }

    [Fact]
    [Trait("Rule", "OD20")]
    [Trait("Rule", "OD21")]
    [Trait("Rule", "OD25")]
    public void Read_ValuesOfEveryKind_AreKept()
    {
        AnyValue[] values =
        [
            default, AnyValue.Of(string.Empty), AnyValue.Of(false), AnyValue.Of(0L), AnyValue.Of(long.MinValue), AnyValue.Of(double.NaN),
            AnyValue.Of(double.NegativeInfinity), AnyValue.Of(-0.0), AnyValue.Of(Array.Empty<byte>()),
            AnyValue.Of([default, AnyValue.Of(1L)]),
            AnyValue.Of([new KeyValue("a", AnyValue.Of([new KeyValue("b", default)]))]), AnyValue.Of(new List<AnyValue>()),
        ];
        var span = ReadSpan(new SpanBuilder { Attributes = [.. values.Select(value => new KeyValue("k", value))] });
        Assert.Equal(values, span.Attributes.Select(attribute => attribute.Value));
    }

    [Fact]
    [Trait("Rule", "OD26")]
    public void Read_FieldsOfOtherSignals_AreEmptyValues()
    {
        using var attribute = new ProtobufWriter();
        var mark = attribute.BeginMessage(OtlpFields.Span.Attributes);
        var value = attribute.BeginMessage(OtlpFields.KeyValue.Value);
        attribute.WriteVarint(8, 3);
        attribute.EndMessage(value);
        attribute.WriteVarint(3, 5);
        attribute.EndMessage(mark);
        var read = Assert.Single(ReadSpan(new SpanBuilder { Appended = attribute.ToArray() }).Attributes);
        Assert.Equal(new KeyValue(string.Empty, default), read);
    }

    [Fact]
    [Trait("Rule", "OD28")]
    public void Read_NumbersPaddedToTenBytes_AreRead()
    {
        // kind = 3 in ten bytes, and a name whose length takes four, as the .NET exporter writes lengths.
        byte[] padded =
        [
            0x30, 0x83, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00,
            0x2A, 0x82, 0x80, 0x80, 0x00, (byte)'h', (byte)'i',
        ];
        var span = ReadSpan(new SpanBuilder { Name = string.Empty, Kind = 0, Appended = padded });
        Assert.Equal((SpanKind.Client, "hi"), (span.Kind, span.Name));
    }

    [Fact]
    [Trait("Rule", "OD29")]
    public void Read_RepeatedNumbers_LastOneWins()
    {
        using var again = new ProtobufWriter();
        again.WriteFixed64(OtlpFields.Span.StartTimeUnixNano, 5);
        again.WriteString(OtlpFields.Span.Name, "second");
        var span = ReadSpan(new SpanBuilder { Appended = again.ToArray() });
        Assert.Equal((5UL, "second"), (span.StartUnixNano, span.Name));
    }

    private static Span ReadSpan(SpanBuilder span)
    {
        using var batch = new OtlpRequestBuilder().Resource("shop").Add(span).ToBatch();
        return Reading.SpansOf(batch).Single();
    }
}
