using System.Text;
using Lumen.Otlp;
using Lumen.TestKit.Oracle;

namespace Lumen.Interchange.Zipkin;

/// <summary>What came of JSON as Zipkin's senders write it, read by the generated classes.</summary>
/// <param name="Request">All chunks in a row.</param>
/// <param name="Chunks">How many there were.</param>
/// <param name="Spans">How many spans the reader says it read.</param>
/// <param name="RepairedTexts">How many texts were mended.</param>
/// <param name="SkippedValues">How many values were left out.</param>
/// <param name="Error">Why it is no list of spans.</param>
internal sealed record ZipkinReading(
    ExportRequest Request, int Chunks, int Spans, int RepairedTexts, int SkippedValues, string? Error)
{
    internal IReadOnlyList<TestKit.Oracle.Span> All =>
        [.. Request.ResourceSpans.SelectMany(resource => resource.ScopeSpans).SelectMany(scope => scope.Spans)];

    internal TestKit.Oracle.Span Only => Assert.Single(All);

    internal static ZipkinReading Of(string json) => Of(Encoding.UTF8.GetBytes(json));

    internal static ZipkinReading Of(ReadOnlySpan<byte> json)
    {
        var reader = new ZipkinJsonReader(json);
        using var writer = new ProtobufWriter();
        var (chunks, whole) = (0, 0);
        while (reader.ReadChunk(writer))
        {
            chunks++;
            whole = writer.Length;
        }

        var request = ExportRequest.Parser.ParseFrom(writer.Written[..whole]);
        return new ZipkinReading(request, chunks, reader.Spans, reader.RepairedTexts, reader.SkippedValues, reader.Error);
    }

    /// <summary>An attribute of a span as text; of several with one key the last.</summary>
    internal static string? Attribute(TestKit.Oracle.Span span, string key)
    {
        var value = span.Attributes.LastOrDefault(attribute => attribute.Key == key)?.Value;
        return value?.ValueCase switch
        {
            null => null,
            TestKit.Oracle.AnyValue.ValueOneofCase.IntValue => $"{value.IntValue}",
            TestKit.Oracle.AnyValue.ValueOneofCase.BoolValue => $"{value.BoolValue}",
            _ => value.StringValue,
        };
    }
}
