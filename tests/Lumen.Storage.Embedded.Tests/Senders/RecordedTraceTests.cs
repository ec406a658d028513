using System.Globalization;
using System.IO.Compression;
using Lumen.TestKit;

namespace Lumen.Storage.Embedded.Senders;

/// <summary>Every span of the recorded traces comes back byte for byte from the blocks it is put into.</summary>
public sealed class RecordedTraceTests
{
    [Theory]
    [InlineData("nezha")]
    [InlineData("large")]
    public void Block_OfRecordedSpans_GivesEveryByteBack(string folder)
    {
        var files = Directory.GetFiles(Require.Shared("traces", folder), "*.csv.gz");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            SentSpans.AssertGivenBack([.. ReadRows(file).Select(row => (folder == "nezha" ? OfNezha(row) : OfLarge(row)).Encode())]);
        }
    }

    private static IEnumerable<string[]> ReadRows(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        for (var line = reader.ReadLine(); (line = reader.ReadLine()) is not null;)
        {
            yield return line.Split(',');
        }
    }

    private static SpanBuilder OfNezha(string[] row) => new()
    {
        TraceId = TraceId.Parse(row[0]), SpanId = SpanId.Parse(row[1]), ParentId = ParentOf(row[2]), Name = row[4],
        StartUnixNano = Number(row[5]), EndUnixNano = Number(row[6]), Attributes = [new("pod", AnyValue.Of(row[3]))],
    };

    /// <summary>Names may have commas, the columns around them not.</summary>
    private static SpanBuilder OfLarge(string[] row) => new()
    {
        TraceId = TraceId.Parse(row[0]), SpanId = SpanId.Parse(row[1]), ParentId = ParentOf(row[2]), Name = string.Join(',', row[4..^4]),
        StartUnixNano = Number(row[^3]), EndUnixNano = Number(row[^2]), Attributes = [new("kind", AnyValue.Of(row[^4]))],
    };

    private static SpanId ParentOf(string text) => text is "" or "root" ? default : SpanId.Parse(text);

    private static ulong Number(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);
}
