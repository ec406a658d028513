using System.Net;
using Grpc.Core;
using Lumen.AspNetCore.Tests.Hosting;
using Lumen.TestKit.Oracle;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Tests.Otlp;

public sealed class MappedIngestionTests
{
    private readonly RecordingSink _sink = new();

    [Theory]
    [InlineData("/lumen", "/lumen/v1/traces")]
    [InlineData("/", "/v1/traces")]
    [InlineData("/a/b", "/a/b/v1/traces")]
    public async Task MapLumenIngestion_Prefix_IsWhereHttpIsTaken(string prefix, string route)
    {
        await using var host = await MappedIngestion.StartAsync(_sink, app => app.MapLumenIngestion(prefix));
        var request = ExportRequests.Bytes(100);

        using var response = await host.Client.PostAsync(route, HttpBodies.Protobuf(request));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(request, _sink.OnlyBody);
    }

    [Fact]
    public async Task MapLumen_Prefix_LeavesTheRootOfTheHostAlone()
    {
        await using var host = await MappedIngestion.StartAsync(_sink, app => app.MapLumen());

        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.PostAsync("/v1/traces", HttpBodies.Protobuf([]))).StatusCode);
    }

    [Fact]
    public async Task MapLumenIngestion_UnderAPathBase_TakesHttp()
    {
        await using var host = await MappedIngestion.StartAsync(
            _sink,
            app =>
            {
                app.UsePathBase("/base");
                app.UseRouting();
                app.MapLumenIngestion();
            });

        Assert.Equal(HttpStatusCode.OK, (await host.Client.PostAsync("/base/lumen/v1/traces", HttpBodies.Protobuf([]))).StatusCode);
    }

    [Fact]
    public async Task MapLumenIngestion_GrpcPath_IsFixed()
    {
        await using var host = await MappedIngestion.StartAsync(_sink, app => app.MapLumenIngestion("/somewhere"));
        using var client = Client(host);
        var request = ExportRequests.Message(ExportRequests.Bytes(100));

        var response = await client.ExportAsync(request);

        Assert.Null(response.PartialSuccess);
        Assert.Equal(request, ExportRequest.Parser.ParseFrom(_sink.OnlyBody));
    }

    [Fact]
    public async Task MapLumenIngestion_GrpcWithoutAccess_IsUnauthenticated()
    {
        await using var host = await MappedIngestion.StartAsync(_sink, app => app.MapLumenIngestion(), "Production");
        using var client = Client(host);

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await client.ExportAsync(new ExportRequest()));

        Assert.Equal(StatusCode.Unauthenticated, failure.StatusCode);
    }

    [Fact]
    public async Task MapLumenIngestion_GrpcOverHttp1_SaysThatItNeedsAnother()
    {
        await using var host = await MappedIngestion.StartAsync(_sink, app => app.MapLumenIngestion());

        using var response = await host.Client.PostAsync(GrpcWire.ExportPath, HttpBodies.Protobuf([]));

        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
    }

    [Theory]
    [InlineData("/lumen/v1/metrics", HttpStatusCode.NotFound)]
    [InlineData("/lumen/v1/logs", HttpStatusCode.NotFound)]
    public async Task MapLumenIngestion_OtherSignals_AreRefusedInTheRequestsType(string route, HttpStatusCode expected)
    {
        await using var host = await MappedIngestion.StartAsync(_sink, app => app.MapLumenIngestion());

        using var response = await host.Client.PostAsync(route, HttpBodies.Protobuf([]));

        Assert.Equal(expected, response.StatusCode);
        Assert.NotEmpty(Protos.Status.Parser.ParseFrom(await response.Content.ReadAsByteArrayAsync()).Message);
    }

    [Fact]
    public async Task MapLumenIngestion_MappedTwice_AnswersAtBoth()
    {
        await using var host = await MappedIngestion.StartAsync(
            _sink,
            app =>
            {
                app.MapLumen();
                app.MapLumenIngestion("/other");
            });
        using var client = Client(host);

        Assert.Equal(HttpStatusCode.OK, (await host.Client.PostAsync("/lumen/v1/traces", HttpBodies.Protobuf([]))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.PostAsync("/other/v1/traces", HttpBodies.Protobuf([]))).StatusCode);
        await client.ExportAsync(new ExportRequest());
        Assert.Equal(3, _sink.Requests.Count);
    }

    private static ExportClient Client(LumenHost host) =>
        new(new Uri("http://localhost"), ((TestServer)host.Services.GetRequiredService<IServer>()).CreateHandler());
}
