using System.Text;
using FsCheck.Xunit;
using Google.Protobuf;
using Lumen.Otlp;
using Lumen.TestKit;
using Lumen.TestKit.Oracle;

namespace Lumen.Core.Tests.Otlp.Requests;

/// <summary>The reader beside the classes that protoc makes, which share no code with it.</summary>
public sealed class OtlpRequestReaderPropertyTests
{
    [Property(MaxTest = 500)]
    public void Read_AnyRequest_GivesTheSpansOfTheOracle(int seed, byte spans)
    {
        var request = new RandomOtlp(seed).NextRequest(spans % 16).Encode();
        AssertReadAsTheOracle(request, request);
    }

    [Property(MaxTest = 500)]
    public void Read_RequestWithPaddedNumbersAndUnknownFields_GivesTheSpansOfTheOracle(int seed, byte spans)
    {
        var request = new RandomOtlp(seed).NextRequest(spans % 16).Encode();
        AssertReadAsTheOracle(new WireVariation(seed).Of(request), request);
    }

    [Property(MaxTest = 500)]
    public void Read_AcceptedRequest_GivesTheSameBatchAsJudging(int seed, byte spans)
    {
        var request = new WireVariation(seed).Of(new RandomOtlp(seed).NextRequest(spans % 16).Encode());
        using var judged = Reading.Read(request).Batch!;
        using var accepted = Reading.Read(request, OtlpLimits.Accepted).Batch!;
        Assert.Equal(judged.Headers.ToArray(), accepted.Headers.ToArray());
        Assert.Equal(judged.Resources.ToArray(), accepted.Resources.ToArray());
        Assert.Equal(judged.Scopes.ToArray(), accepted.Scopes.ToArray());
        Assert.Equal(judged.Names.ToArray(), accepted.Names.ToArray());
    }

    [Property(MaxTest = 5_000)]
    public void Read_MutatedRequest_IsDecidedAsTheOracleDecides(int seed)
    {
        var random = new Random(seed);
        var request = new RandomOtlp(seed).NextRequest(3).Encode();
        for (var i = random.Next(4); i >= 0; i--)
        {
            request[random.Next(request.Length)] = (byte)random.Next(256);
        }

        var cut = request.AsSpan(0, random.Next(2) == 0 ? request.Length : random.Next(request.Length + 1)).ToArray();
        var result = Reading.Read(cut);
        using var batch = result.Batch;
        if (result.Status == OtlpReadStatus.Read)
        {
            var expected = ExportRequest.Parser.ParseFrom(cut).ResourceSpans
                .SelectMany(spans => spans.ScopeSpans).SelectMany(spans => spans.Spans);
            var names = batch!.Headers.ToArray().Select(header => Encoding.UTF8.GetString(batch.NameBytes(header)));
            Assert.Equal(expected.Select(span => span.Name), names);
        }
        else if (result.Status == OtlpReadStatus.NeedsRepair && (result.Findings & (SpanFindings.InvalidUtf8 | SpanFindings.TooDeep)) == 0)
        {
            Assert.NotNull(ExportRequest.Parser.ParseFrom(cut));
        }
    }

    [Property(MaxTest = 5_000)]
    public void Read_RandomBytes_IsDecidedWithoutAllocatingByDeclaredLengths(byte[] bytes)
    {
        Reading.Read(bytes).Batch?.Dispose();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = Reading.Read(bytes);
        result.Batch?.Dispose();
        // The batch and its tables, whatever the bytes declare.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_048 + (64L * bytes.Length));
    }

    private static void AssertReadAsTheOracle(byte[] request, byte[] canonical)
    {
        using var batch = Reading.Read(request).Batch;
        Assert.NotNull(batch);
        var spans = Reading.SpansOf(batch);
        var index = 0;
        foreach (var resource in ExportRequest.Parser.ParseFrom(canonical).ResourceSpans)
        {
            foreach (var scope in resource.ScopeSpans)
            {
                foreach (var expected in scope.Spans)
                {
                    var span = spans[index++];
                    Assert.Equal(expected, OracleOf.Span(span));
                    Assert.Equal(resource.Resource ?? new(), OracleOf.Resource(span.Resource));
                    Assert.Equal(scope.Scope ?? new(), OracleOf.Scope(span.Scope));
                    Assert.Equal((resource.SchemaUrl, scope.SchemaUrl), (span.Resource.SchemaUrl, span.Scope.SchemaUrl));
                    Assert.Equal(expected.Name, Encoding.UTF8.GetString(batch.NameBytes(batch.Headers[index - 1])));
                }
            }
        }

        Assert.Equal(index, spans.Count);
    }
}
