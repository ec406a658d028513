using Lumen.Otlp;
using Lumen.TestKit;

namespace Lumen.Core.Tests.Otlp.Requests;

/// <summary>Each finding by what makes it, and its limit from both sides.</summary>
public sealed class SpanFindingsTests
{
    private static readonly SpanBuilder Good = new();

    [Fact]
    public void Read_IdsThatAreNoIds_AreFound()
    {
        AssertFound(SpanFindings.InvalidTraceId, Good with { TraceIdBytes = new byte[15] });
        AssertFound(SpanFindings.InvalidTraceId, Good with { TraceIdBytes = new byte[16] });
        AssertFound(SpanFindings.InvalidTraceId, Good with { TraceIdBytes = [] });
        AssertFound(SpanFindings.InvalidSpanId, Good with { SpanIdBytes = new byte[8] });
        AssertFound(SpanFindings.InvalidSpanId, Good with { SpanIdBytes = [1] });
        AssertFound(SpanFindings.InvalidParentId, Good with { ParentIdBytes = [1] });
        AssertFound(SpanFindings.InvalidLink, Good with { Links = [new(default, new SpanId(1), string.Empty, [], 0, 0)] });
        AssertFound(SpanFindings.InvalidLink, Good with { Links = [new(new TraceId(1, 1), default, string.Empty, [], 0, 0)] });
    }

    [Fact]
    public void Read_CountsBeyondTheirLimits_AreFound()
    {
        var limits = new OtlpLimits { MaxAttributes = 2, MaxEvents = 1, MaxLinks = 1 };
        var three = Enumerable.Repeat(new KeyValue("k", default), 3).ToList();
        var link = new SpanLink(new TraceId(1, 1), new SpanId(1), string.Empty, three[..2], 0, 0);
        var full = Good with { Attributes = three[..2], Events = [new(0, "e", three[..2], 0)], Links = [link] };
        AssertFound(SpanFindings.None, full, limits);
        AssertFound(SpanFindings.TooManyAttributes, full with { Attributes = three }, limits);
        AssertFound(SpanFindings.TooManyAttributes, full with { Events = [new(0, "e", three, 0)] }, limits);
        AssertFound(SpanFindings.TooManyAttributes, full with { Links = [link with { Attributes = three }] }, limits);
        AssertFound(SpanFindings.TooManyEvents, full with { Events = [full.Events[0], full.Events[0]] }, limits);
        AssertFound(SpanFindings.TooManyLinks, full with { Links = [link, link] }, limits);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(31)]
    [InlineData(100)]
    public void Read_TextsBeyondTheLimit_AreFound(int limit)
    {
        var limits = new OtlpLimits { MaxValueBytes = limit };
        var (fits, tooLong) = (new string('x', limit), new string('x', limit + 1));
        Assert.Equal(SpanFindings.None, FindingsOf(Good with { Name = fits, Attributes = [new(fits, AnyValue.Of(fits))] }, limits));
        AssertFound(SpanFindings.ValueTooLong, Good with { Name = tooLong }, limits);
        AssertFound(SpanFindings.ValueTooLong, Good with { Name = fits, Attributes = [new(tooLong, default)] }, limits);
        AssertFound(SpanFindings.ValueTooLong, Good with { Name = fits, Attributes = [new(fits, AnyValue.Of(tooLong))] }, limits);
        var tooManyBytes = AnyValue.Of(new byte[limit + 1]);
        AssertFound(SpanFindings.ValueTooLong, Good with { Name = fits, Attributes = [new(fits, tooManyBytes)] }, limits);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(127)]
    [Trait("Rule", "OD22")]
    public void Read_ListsBeyondTheDepth_AreFound(int depth)
    {
        var limits = new OtlpLimits { MaxDepth = depth };
        var value = default(AnyValue);
        for (var level = 0; level < depth; level++)
        {
            value = level % 2 == 0 ? AnyValue.Of([value]) : AnyValue.Of([new KeyValue("k", value)]);
        }

        AssertFound(SpanFindings.None, Good with { Attributes = [new("k", value)] }, limits);
        AssertFound(SpanFindings.TooDeep, Good with { Attributes = [new("k", AnyValue.Of([value]))] }, limits);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(129)]
    public void MaxDepth_BeyondWhatCanBeReadAgain_IsRefused(int depth) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new OtlpLimits { MaxDepth = depth });

    [Fact]
    [Trait("Rule", "OD23")]
    public void Read_BytesThatAreNoText_AreFoundAtEveryLengthAndPosition()
    {
        for (var length = 1; length <= 70; length++)
        {
            for (var position = 0; position < length; position++)
            {
                var text = new byte[length];
                text.AsSpan().Fill((byte)'a');
                text[position] = 0x80;
                using var field = new ProtobufWriter();
                field.WriteBytes(OtlpFields.Span.Name, text);
                AssertFound(SpanFindings.InvalidUtf8, Good with { Appended = field.ToArray() });
            }
        }
    }

    private static void AssertFound(SpanFindings expected, SpanBuilder span, OtlpLimits? limits = null) =>
        Assert.Equal(expected, FindingsOf(span, limits));

    private static SpanFindings FindingsOf(SpanBuilder span, OtlpLimits? limits)
    {
        var result = Reading.Read(new OtlpRequestBuilder().Add(span with { }).Encode(), limits);
        using var batch = result.Batch;
        Assert.Equal(result.Findings == SpanFindings.None ? OtlpReadStatus.Read : OtlpReadStatus.NeedsRepair, result.Status);
        Assert.True(OtlpJudge.TryJudgeSpan(span.Encode(), limits ?? OtlpLimits.Default, out _, out var findings));
        Assert.Equal(findings, result.Findings);
        return result.Findings;
    }
}
