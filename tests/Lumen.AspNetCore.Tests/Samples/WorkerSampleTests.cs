using System.Net.Http.Headers;
using Lumen.TestKit;
using Lumen.TestKit.Programs;

namespace Lumen.AspNetCore.Tests.Samples;

public sealed class WorkerSampleTests
{
    [Fact]
    public async Task Worker_ThatReceivesATrace_SaysWhereItLostItsTime()
    {
        using var data = new TemporaryFolder();
        var port = FreePorts.Take(1)[0];
        await using var worker = RunningProgram.Start(
            BuiltProgram.Sample("Lumen.Worker"),
            ["--Lumen:Otlp:GrpcPorts", "0", "--Lumen:Otlp:HttpPort", $"{port}"],
            directory: data.Path);
        await worker.WaitForLineAsync("Application started", ServerSample.Bound);
        var now = (ulong)(DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalNanoseconds;
        var span = new SpanBuilder { Name = "GET /slow", StartUnixNano = now, EndUnixNano = now + 250_000_000 };
        using var content = new ByteArrayContent(new OtlpRequestBuilder().Resource("shop").Scope("tests").Add(span).Encode());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri($"http://127.0.0.1:{port}/v1/traces"), content);
        Assert.True(answer.IsSuccessStatusCode);
        await worker.WaitForLineAsync("The slowest, shop GET /slow, took 250.0 ms; 250.0 ms of it in shop, GET /slow.", ServerSample.Bound);
        Assert.Equal(0, await worker.TerminateAsync(ServerSample.Bound));
    }
}
