using Lumen.Otlp;
using Lumen.TestKit;

namespace Lumen.Core.Tests.Otlp.Requests;

/// <summary>
/// Bytes that are no request, each kind at every level of one. Rule OD30 of the list of OTLP's data rules, and OD28 beyond ten bytes.
/// </summary>
[Trait("Rule", "OD30")]
public sealed class MalformedRequestTests
{
    /// <summary>Where a field can stand: the numbers of the messages around it, from the request inwards.</summary>
    private static readonly int[][] Places =
    [
        [],
        [OtlpFields.Request.ResourceSpans],
        [OtlpFields.Request.ResourceSpans, OtlpFields.ResourceSpans.Resource],
        [OtlpFields.Request.ResourceSpans, OtlpFields.ResourceSpans.Resource, OtlpFields.Resource.Attributes],
        [OtlpFields.Request.ResourceSpans, OtlpFields.ResourceSpans.ScopeSpans],
        [OtlpFields.Request.ResourceSpans, OtlpFields.ResourceSpans.ScopeSpans, OtlpFields.ScopeSpans.Scope],
        [.. SpanPlace],
        [.. SpanPlace, OtlpFields.Span.Status],
        [.. SpanPlace, OtlpFields.Span.Links],
        [.. SpanPlace, OtlpFields.Span.Links, OtlpFields.Link.Attributes],
        [.. SpanPlace, OtlpFields.Span.Events],
        [.. SpanPlace, OtlpFields.Span.Events, OtlpFields.Event.Attributes],
        [.. SpanPlace, OtlpFields.Span.Attributes],
        [.. SpanPlace, OtlpFields.Span.Attributes, OtlpFields.KeyValue.Value],
        [.. SpanPlace, OtlpFields.Span.Attributes, OtlpFields.KeyValue.Value, OtlpFields.AnyValue.Array],
        [.. SpanPlace, OtlpFields.Span.Attributes, OtlpFields.KeyValue.Value, OtlpFields.AnyValue.Array, OtlpFields.ListValues],
        [.. SpanPlace, OtlpFields.Span.Attributes, OtlpFields.KeyValue.Value, OtlpFields.AnyValue.KeyValueList, OtlpFields.ListValues],
    ];

    private static int[] SpanPlace =>
        [OtlpFields.Request.ResourceSpans, OtlpFields.ResourceSpans.ScopeSpans, OtlpFields.ScopeSpans.Spans];

    [Theory]
    [InlineData("00 01", "field number 0")]
    [InlineData("06 01", "wire type 6")]
    [InlineData("07 01", "wire type 7")]
    [InlineData("0C", "an end of a group that never began")]
    [InlineData("C3 3E", "a group that never ends")]
    [InlineData("C3 3E 0C", "a group that ends as another")]
    [InlineData("C2 3E", "a length that is not there")]
    [InlineData("C2 3E 05 01", "a length beyond the end")]
    [InlineData("C2 3E FF FF FF FF 0F", "a length of 4 GiB")]
    [InlineData("C2 3E FF FF FF FF FF FF FF FF FF 01", "a negative length")]
    [InlineData("C0 3E", "a number that is not there")]
    [InlineData("C0 3E 80", "a number that breaks off")]
    [InlineData("C0 3E 80 80 80 80 80 80 80 80 80 80 00", "a number of eleven bytes")]
    [InlineData("C1 3E 01 02 03 04 05 06 07", "fixed64 of seven bytes")]
    [InlineData("C5 3E 01 02 03", "fixed32 of three bytes")]
    [InlineData("80 80 80 80 80 01 00", "a tag beyond 32 bits")]
    public void Read_BrokenFieldAtAnyLevel_IsMalformed(string field, string what)
    {
        var bytes = Convert.FromHexString(field.Replace(" ", string.Empty, StringComparison.Ordinal));
        foreach (var place in Places)
        {
            var result = Reading.Read(Nest(place, bytes));
            Assert.True(result.Status == OtlpReadStatus.Malformed, $"{what} in {string.Join('.', place)}: {result.Status}");
        }
    }

    [Fact]
    public void Read_KnownFieldWithAnotherWireType_IsMalformedAtAnyLevel()
    {
        foreach (var (place, message) in Places.Select(place => (place, MessageAt(place))))
        {
            foreach (var field in message.Fields)
            {
                foreach (var type in new[] { WireType.Varint, WireType.Fixed64, WireType.LengthDelimited, WireType.Fixed32 })
                {
                    var expected = type == field.WireType ? OtlpReadStatus.NeedsRepair : OtlpReadStatus.Malformed;
                    var status = Reading.Read(Nest(place, Field(field.Number, type))).Status;
                    var isAsExpected = type == field.WireType ? status != OtlpReadStatus.Malformed : status == OtlpReadStatus.Malformed;
                    Assert.True(isAsExpected, $"{field.JsonName} as {type} in {string.Join('.', place)}: {status}, not {expected}");
                }
            }
        }
    }

    [Fact]
    public void Read_UnknownFieldOfAnyWireTypeAtAnyLevel_IsPassedOver()
    {
        byte[] unknown =
        [
            .. Field(1_000, WireType.Varint), .. Field(1_000, WireType.Fixed64), .. Field(1_000, WireType.LengthDelimited),
            .. Field(1_000, WireType.Fixed32), 0xC3, 0x3E, 0x08, 0x01, 0xC4, 0x3E,
        ];
        foreach (var place in Places)
        {
            Assert.NotEqual(OtlpReadStatus.Malformed, Reading.Read(Nest(place, unknown)).Status);
        }
    }

    [Fact]
    public void Read_RequestCutAnywhere_IsMalformedOrARequestOfWholeFields()
    {
        var request = new OtlpRequestBuilder().Resource("shop").Scope("library").Add(new SpanBuilder(), new SpanBuilder()).Encode();
        for (var length = 1; length < request.Length; length++)
        {
            Assert.Equal(OtlpReadStatus.Malformed, Reading.Read(request.AsSpan(0, length)).Status);
        }
    }

    [Fact]
    public void Read_MillionsOfEmptyResourcesAndScopes_TakeNoMemory()
    {
        // 0A 04 12 00 12 00: a resource with two scopes without spans.
        var request = Enumerable.Repeat<byte[]>([0x0A, 0x04, 0x12, 0x00, 0x12, 0x00], 1_000_000).SelectMany(bytes => bytes).ToArray();
        Reading.Read(request).Batch!.Dispose();
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var batch = Reading.Read(request).Batch!;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
        Assert.Equal((0, 0), (batch.Resources.Length, batch.Scopes.Length));
    }

    [Fact]
    public void Read_EmptyResourcesAndScopesBetweenOthers_LeaveTheNumbersRight()
    {
        using var batch = new OtlpRequestBuilder()
            .Resource("empty").Resource("a").Scope("empty").Scope("x").Add(new SpanBuilder()).Scope("y").Add(new SpanBuilder())
            .Resource("empty").Scope("empty").Resource("b").Add(new SpanBuilder()).ToBatch();
        Assert.Equal(["a", "b"], batch.Resources.ToArray().Select(resource => resource.ServiceName));
        Assert.Equal(["a", "a", "b"], Reading.SpansOf(batch).Select(span => span.Service));
        Assert.Equal(["x", "y", ""], Reading.SpansOf(batch).Select(span => span.Scope.Name));
    }

    [Fact]
    public void Read_SpansBeyondTheLimit_AreTooMany()
    {
        var request = new OtlpRequestBuilder().Resource("shop").Add(new SpanBuilder(), new SpanBuilder(), new SpanBuilder()).Encode();
        Assert.Equal(OtlpReadStatus.TooManySpans, Reading.Read(request, new OtlpLimits { MaxSpans = 2 }).Status);
        using var batch = Reading.Read(request, new OtlpLimits { MaxSpans = 3 }).Batch;
        Assert.Equal(3, batch!.Count);
    }

    private static OtlpMessage MessageAt(int[] place) =>
        place.Aggregate(OtlpSchema.Request, (message, field) => message.Find(field)!.Message!);

    private static byte[] Nest(int[] place, byte[] field)
    {
        using var writer = new ProtobufWriter();
        var marks = new Stack<int>();
        foreach (var number in place)
        {
            marks.Push(writer.BeginMessage(number));
        }

        writer.WriteRaw(field);
        while (marks.TryPop(out var mark))
        {
            writer.EndMessage(mark);
        }

        return writer.ToArray();
    }

    private static byte[] Field(int number, WireType type)
    {
        using var writer = new ProtobufWriter();
        switch (type)
        {
            case WireType.Varint:
                writer.WriteVarint(number, 1);
                break;
            case WireType.Fixed64:
                writer.WriteFixed64(number, 1);
                break;
            case WireType.Fixed32:
                writer.WriteFixed32(number, 1);
                break;
            default:
                writer.WriteBytes(number, []);
                break;
        }

        return writer.ToArray();
    }
}
