using FsCheck.Xunit;
using Lumen.Otlp;
using Lumen.TestKit;

namespace Lumen.Core.Tests.Otlp.Requests;

/// <summary>The short way of judging an attribute beside the long one, which a limit below 127 bytes takes for every attribute.</summary>
public sealed class AttributeJudgeTests
{
    private static readonly OtlpLimits ShortWay = new() { MaxValueBytes = 127 };
    private static readonly OtlpLimits LongWay = new() { MaxValueBytes = 126 };

    [Property(MaxTest = 20_000)]
    public void TryJudge_AnyAttribute_IsJudgedTheSameBothWays(int seed)
    {
        var random = new Random(seed);
        var attribute = Attribute(random);
        for (var i = random.Next(4); i > 0 && attribute.Length > 0; i--)
        {
            attribute[random.Next(random.Next(2) == 0 ? attribute.Length : Math.Min(4, attribute.Length))] = (byte)random.Next(256);
        }

        var (shortFindings, longFindings) = (SpanFindings.None, SpanFindings.None);
        var isShortValid = AttributeJudge.TryJudge(attribute, ShortWay, depth: 0, ref shortFindings);
        var isLongValid = AttributeJudge.TryJudge(attribute, LongWay, depth: 0, ref longFindings);
        Assert.Equal(isLongValid, isShortValid);
        Assert.Equal(longFindings & ~SpanFindings.ValueTooLong, shortFindings & ~SpanFindings.ValueTooLong);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(300)]
    public void TryJudge_KeysAndTextsAroundOneByteOfLength_AreAllTaken(int length)
    {
        var text = new string('x', length);
        foreach (var attribute in new KeyValue[] { new(text, AnyValue.Of("v")), new("k", AnyValue.Of(text)) })
        {
            Assert.True(OtlpJudge.TryJudgeSpan(
                new SpanBuilder { Attributes = [attribute] }.Encode(), OtlpLimits.Default, out _, out var findings));
            Assert.Equal(SpanFindings.None, findings);
        }
    }

    private static byte[] Attribute(Random random)
    {
        var key = Text(random);
        var value = random.Next(7) switch
        {
            0 => AnyValue.Of(Text(random)),
            1 => AnyValue.Of(random.Next(2) == 0),
            2 => AnyValue.Of(random.NextInt64(300)),
            3 => AnyValue.Of(random.NextInt64(long.MinValue, long.MaxValue)),
            4 => AnyValue.Of(random.NextDouble()),
            5 => AnyValue.Of([AnyValue.Of(1L)]),
            _ => default,
        };
        var span = new SpanBuilder { Attributes = [new(key, value)] }.Encode();
        var reader = new ProtobufReader(span);
        while (reader.Next(out var field))
        {
            if (field.Number == OtlpFields.Span.Attributes)
            {
                return field.Bytes.ToArray();
            }
        }

        return [];
    }

    private static string Text(Random random) => random.Next(10) switch
    {
        0 => "größe",
        1 => new string('x', random.Next(100, 140)),
        _ => new string('k', random.Next(30)),
    };
}
