using FsCheck.Xunit;
using Lumen.Core.Tests.Otlp.Json;
using Lumen.Core.Tests.Otlp.Requests;
using Lumen.Otlp;
using Lumen.TestKit;
using Lumen.TestKit.Oracle;

namespace Lumen.Core.Tests.Otlp.Traces;

public sealed class OtlpTraceWriterTests
{
    [Property(MaxTest = 300)]
    public void Write_AnySpans_AreReadAgainWithTheirBytesResourceAndScope(int seed, byte count)
    {
        using var batch = new RandomOtlp(seed).NextRequest(count % 20).ToBatch();
        var spans = Reading.SpansOf(batch);
        using var writer = new ProtobufWriter();
        OtlpTraceWriter.Write(writer, spans);
        using var again = Reading.Read(writer.Written).Batch;
        var read = Reading.SpansOf(again!);
        Assert.Equal(spans.Count, read.Count);
        Assert.All(spans, span => Assert.Contains(read, span.IsCopyOf));
    }

    [Property(MaxTest = 300)]
    public void WriteJson_AnySpans_IsTheJsonOfWhatWriteWrites(int seed, byte count)
    {
        using var batch = new RandomOtlp(seed).NextRequest(count % 20).ToBatch();
        var spans = Reading.SpansOf(batch);
        using var writer = new ProtobufWriter();
        OtlpTraceWriter.Write(writer, spans);
        var json = OtlpJson.Write(target => OtlpTraceWriter.WriteJson(target, spans));
        var read = ExportRequest.Parser.ParseFrom(OtlpJson.Read(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString())));
        Assert.Equal(ExportRequest.Parser.ParseFrom(writer.Written), read);
    }

    [Fact]
    public void Write_SpansOfEqualResourcesAndScopes_ShareOneGroup()
    {
        var span = new SpanBuilder();
        using var writer = new ProtobufWriter();
        OtlpTraceWriter.Write(
            writer,
            [
                (span with { Name = "1" }).Build(OtlpMessages.Resource("a"), OtlpMessages.Scope("x")),
                (span with { Name = "2" }).Build(OtlpMessages.Resource("b"), OtlpMessages.Scope("x")),
                (span with { Name = "3" }).Build(OtlpMessages.Resource("a"), OtlpMessages.Scope("y")),
                (span with { Name = "4" }).Build(OtlpMessages.Resource("a"), OtlpMessages.Scope("x")),
                (span with { Name = "5" }).Build(new(OtlpMessages.Resource("a").Encoded, "schema"), OtlpMessages.Scope("x")),
            ]);
        var names = ExportRequest.Parser.ParseFrom(writer.Written).ResourceSpans
            .Select(resource => resource.ScopeSpans.Select(scope => string.Concat(scope.Spans.Select(item => item.Name))));
        Assert.Equal([["14", "3"], ["2"], ["5"]], names);
    }

    [Fact]
    public void WriteJson_NoSpans_IsAnEmptyArray() =>
        Assert.Equal("""{"resourceSpans":[]}""", OtlpJson.Write(json => OtlpTraceWriter.WriteJson(json, [])).ToJsonString());
}
