using FsCheck.Xunit;
using Lumen.Core.Tests.Otlp.Json;
using Lumen.Otlp;
using Lumen.TestKit;

namespace Lumen.Core.Tests.Otlp.Values;

public sealed class AnyValueWriterTests
{
    [Property(MaxTest = 1_000)]
    public void WriteAttributes_AnyValues_AreReadAgain(int seed)
    {
        var attributes = new RandomOtlp(seed).NextAttributes(20);
        Assert.Equal(attributes, new SpanBuilder { Attributes = attributes }.Build().Attributes);
    }

    [Theory]
    [InlineData(128)]
    [InlineData(1)]
    public void WriteValue_ListsAsDeepAsTheyMayBe_AreReadAgain(int depth)
    {
        var value = Nest(AnyValue.Of("innermost"), depth);
        Assert.Equal(value, Assert.Single(new SpanBuilder { Attributes = [new("k", value)] }.Build().Attributes).Value);
    }

    [Theory]
    [InlineData(129)]
    [InlineData(50_000)]
    public void WriteValue_ListsDeeperThanTheyMayBe_EndInAnEmptyValue(int depth)
    {
        var span = new SpanBuilder { Attributes = [new("k", Nest(AnyValue.Of("innermost"), depth))] }.Build();
        Assert.Equal(Nest(default, 128), Assert.Single(span.Attributes).Value);
    }

    [Fact]
    public void Attributes_ForeignBytesOfAnyDepth_AreReadAndWrittenWithoutExhaustingTheStack()
    {
        using var writer = new ProtobufWriter();
        var marks = new Stack<int>();
        for (var level = 0; level < 10_000; level++)
        {
            marks.Push(writer.BeginMessage(OtlpFields.AnyValue.Array));
            marks.Push(writer.BeginMessage(OtlpFields.ListValues));
        }

        while (marks.TryPop(out var mark))
        {
            writer.EndMessage(mark);
        }

        using var field = new ProtobufWriter();
        var attribute = field.BeginMessage(OtlpFields.Span.Attributes);
        field.WriteBytes(OtlpFields.KeyValue.Value, writer.Written);
        field.EndMessage(attribute);
        var span = new SpanBuilder { Appended = field.ToArray() }.Build();
        Assert.Equal(AnyValueKind.Array, Assert.Single(span.Attributes).Value.Kind);
        Assert.NotNull(OtlpJson.Write(json => OtlpJsonWriter.WriteSpan(json, span.Encoded.Span)));
    }

    private static AnyValue Nest(AnyValue value, int depth)
    {
        for (var level = 0; level < depth; level++)
        {
            value = AnyValue.Of([value]);
        }

        return value;
    }
}
