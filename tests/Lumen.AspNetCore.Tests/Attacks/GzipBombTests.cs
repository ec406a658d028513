using System.IO.Compression;
using System.Net;
using Lumen.AspNetCore.Tests.Attacks.Load;
using Lumen.AspNetCore.Tests.Attacks.Wire;
using Lumen.AspNetCore.Tests.Otlp;
using Lumen.Ingestion;
using Lumen.Ledger;

namespace Lumen.AspNetCore.Tests.Attacks;

/// <summary>Bodies of some hundred kilobytes that inflate to hundreds of megabytes, and bodies that are too large before that.</summary>
[Collection(AttackCollection.Name)]
public sealed class GzipBombTests
{
    private const int Senders = 8;
    private const int BombsOfEach = 4;
    private const int InflatedBytes = 256 * 1024 * 1024;

    /// <summary>Beside the intake: a body that grows leaves smaller arrays behind, until the collector comes.</summary>
    private const int HeapPerIntake = 4;
    private const long HeapBytes = 192L * 1024 * 1024;

    private static readonly int LargestRequest = AttackScale.IsLong ? IngestionOptions.DefaultMaxRequestBytes : 1024 * 1024;

    public static TheoryData<string, bool> Bodies => new()
    {
        { "http", true },
        { "grpc", true },
        { "http", false },
        { "grpc", false },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Export_Bombs_AreRefusedWithinTheBoundsAndOthersAreServed(string protocol, bool isBomb)
    {
        var intake = 4L * LargestRequest;
        await using var host = await AttackedHost.StartAsync(options =>
            (options.MaxRequestBytes, options.MaxInFlightBytes) = (LargestRequest, intake));
        var body = isBomb ? Bomb() : LargerThanWhatItHolds();
        var framed = protocol == "grpc" ? GrpcWire.Frame(body, flag: 1) : body;
        await using var memory = new MemoryWatch(host.Budget);
        var load = new AttackLoad(host, 2);

        var bombs = Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => SendAsync(host, protocol, framed)));
        await load.RunAsync(() => bombs.IsCompleted && load.Taken > 0);
        var answers = (await bombs).SelectMany(answer => answer).ToList();

        await memory.AssertBoundedAsync((HeapPerIntake * intake) + HeapBytes);
        var final = answers.Count(answer => answer.What is "413" or "ResourceExhausted" && answer.RetryAfter is null);
        var retryable = answers.Count(answer => answer.IsRetryable);
        Assert.Equal(Senders * BombsOfEach, answers.Count);
        Assert.True(answers.Count == final + retryable && final > 0, string.Join(", ", answers.Distinct()));
        var ledger = host.AssertSettled();
        Assert.Equal((final, retryable + load.Refused), (ledger.MalformedRequests, ledger.RefusedRequests));
        Assert.Equal(load.Begun, load.Taken + load.Refused);
        Assert.Equal(load.Acknowledged.Sum(trace => trace.Spans), ledger[SpanFate.Stored]);
    }

    private static async Task<List<AttackAnswer>> SendAsync(AttackedHost host, string protocol, byte[] body)
    {
        using var client = new HttpClient();
        var answers = new List<AttackAnswer>();
        for (var number = 0; number < BombsOfEach; number++)
        {
            using var message = protocol == "grpc" ? Call(host, body) : Post(host, body);
            using var answer = await client.SendAsync(message);
            await answer.Content.LoadIntoBufferAsync();
            answers.Add(protocol == "grpc" ? GrpcAnswers.Of(answer) : new AttackAnswer(
                answer.StatusCode == HttpStatusCode.OK, 0, answer.Headers.RetryAfter?.Delta, $"{(int)answer.StatusCode}"));
        }

        return answers;
    }

    /// <summary>Without a length, so that only what comes can be judged.</summary>
    private static HttpRequestMessage Post(AttackedHost host, byte[] body)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Http, "v1/traces"))
        {
            Content = HttpBodies.AsOtlp(new StreamContent(new MemoryStream(body)), gzip: true),
        };
        message.Headers.TransferEncodingChunked = true;
        return message;
    }

    private static HttpRequestMessage Call(AttackedHost host, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/grpc");
        var message = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Grpc, GrpcWire.ExportPath))
        {
            Content = content, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        message.Headers.Add("grpc-encoding", "gzip");
        return message;
    }

    /// <summary>What is inflated would just be taken; noise becomes larger when it is compressed.</summary>
    private static byte[] LargerThanWhatItHolds()
    {
        var noise = new byte[LargestRequest];
        new Random(1).NextBytes(noise);
        return ExportRequests.Gzip(noise);
    }

    private static byte[] Bomb()
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            var zeros = new byte[1024 * 1024];
            for (var written = 0; written < InflatedBytes; written += zeros.Length)
            {
                gzip.Write(zeros);
            }
        }

        return compressed.ToArray();
    }
}
