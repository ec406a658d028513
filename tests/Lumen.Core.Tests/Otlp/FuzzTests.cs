using System.Text;
using System.Text.Json;
using Lumen.Core.Tests.Otlp.Json;
using Lumen.Core.Tests.Otlp.Requests;
using Lumen.Otlp;
using Lumen.TestKit;
using Lumen.TestKit.Oracle;

namespace Lumen.Core.Tests.Otlp;

/// <summary>
/// Damaged requests, seed by seed: every one is decided, and what is accepted means what the generated classes read. A long run:
/// <c>LUMEN_FUZZ_INPUTS=1000000 dotnet run -c Release --project tests/Lumen.Core.Tests -- --filter-class "*FuzzTests"</c>.
/// </summary>
public sealed class FuzzTests
{
    private const int UsualInputs = 5_000;

    [Fact]
    public void Read_DamagedRequests_AreDecidedAndReadAsTheOracleReads()
    {
        for (var seed = 0; seed < Require.FuzzInputs(UsualInputs); seed++)
        {
            var request = new RandomOtlp(seed).NextRequest(2).Encode();
            var damaged = new Mutation(seed).Of(seed % 2 == 0 ? request : new WireVariation(seed).Of(request));
            var result = Reading.Read(damaged);
            using var batch = result.Batch;
            if (batch is not null)
            {
                var spans = OracleAsLumenSees.Parser.ParseFrom(damaged).ResourceSpans
                    .SelectMany(item => item.ScopeSpans).SelectMany(item => item.Spans).Select(OracleAsLumenSees.Of);
                Assert.Equal(spans.ToList(), Reading.SpansOf(batch).Select(OracleOf.Span).ToList());
            }
        }
    }

    [Fact]
    public void TryRead_DamagedJson_IsDecidedAndReadAsProtobuf()
    {
        for (var seed = 0; seed < Require.FuzzInputs(UsualInputs); seed++)
        {
            var request = ExportRequest.Parser.ParseFrom(new RandomOtlp(seed).NextRequest(2).Encode());
            var damaged = new Mutation(seed).Of(new JsonVariation(seed).Of(OracleJson.Of(request)));
            using var writer = new ProtobufWriter();
            var isRead = OtlpJsonReader.TryRead(damaged, OtlpLimits.Default, writer, out var error, out _);
            Assert.Equal(isRead, error is null);
            if (isRead)
            {
                Assert.True(JsonDocument.Parse(WithoutMark(damaged)).RootElement.ValueKind == JsonValueKind.Object);
                Assert.NotNull(ExportRequest.Parser.ParseFrom(writer.Written));
                Reading.Read(writer.Written).Batch?.Dispose();
            }
        }
    }

    private static ReadOnlyMemory<byte> WithoutMark(byte[] json) =>
        json.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? json.AsMemory(Encoding.UTF8.Preamble.Length) : json;
}
