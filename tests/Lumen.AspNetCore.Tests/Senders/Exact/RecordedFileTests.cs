using System.Text;
using System.Text.Json.Nodes;
using Lumen.AspNetCore.Tests.Otlp;
using Lumen.Interchange;
using Lumen.Otlp;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Senders.Exact;

/// <summary>Recorded traces that are files of JSON: the protobuf that they are read into is stored byte for byte.</summary>
public sealed class RecordedFileTests
{
    public static TheoryData<string, string> Files => new()
    {
        { "otlp", "jaeger/otel_traces_01.json" }, { "otlp", "jaeger/example_trace.json" }, { "otlp", "jaeger/link_attributes_trace.json" },
        { "otlp", "jaeger-ui/hotrod-otlp-getTrace-response.json" }, { "jaeger", "jaeger-ui/flamegraph-ride-sharing.json" },
        { "jaeger", "jaeger-ui/genai-agent.json" }, { "zipkin", "zipkin/*.json" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task RecordedTraces_EverySpan_IsStoredByteForByte(string format, string files)
    {
        await using var host = await ReceivingHost.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Http };
        var folder = Require.Shared("traces", files.Split('/')[0]);
        var paths = Directory.GetFiles(folder, files.Split('/')[1]);
        Assert.NotEmpty(paths);
        foreach (var json in paths.Select(File.ReadAllBytes))
        {
            using var content = HttpBodies.Protobuf(format switch
            {
                "zipkin" => OfZipkin(json),
                "jaeger" => JaegerFile.ToRequest(json),
                _ => OfOtlp(json),
            });
            using var answer = await http.PostAsync("v1/traces", content, TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode);
            // An empty answer: no span was refused or mended.
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }

        Assert.NotEqual(0, await ExactBytes.AreStoredAsync(host));
    }

    private static byte[] OfOtlp(byte[] json)
    {
        // Jaeger's API puts the request below "result".
        var request = JsonNode.Parse(json)!;
        using var writer = new ProtobufWriter();
        var bytes = Encoding.UTF8.GetBytes((request["result"] ?? request).ToJsonString());
        Assert.True(OtlpJsonReader.TryRead(bytes, OtlpLimits.Default, writer, out var error, out _), error);
        return writer.ToArray();
    }

    private static byte[] OfZipkin(byte[] json)
    {
        var reader = new ZipkinJsonReader(json);
        using var chunk = new ProtobufWriter();
        var request = new List<byte>();
        while (reader.ReadChunk(chunk))
        {
            request.AddRange(chunk.Written);
            chunk.Truncate(0);
        }

        Assert.Null(reader.Error);
        return [.. request];
    }
}
