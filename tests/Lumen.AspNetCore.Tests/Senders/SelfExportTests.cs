using System.Net;
using Lumen.Storage;
using Lumen.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace Lumen.AspNetCore.Tests.Senders;

/// <summary>A host that instruments its requests and exports them to the Lumen inside it.</summary>
public sealed class SelfExportTests
{
    private const int Rounds = 10;

    [Theory]
    [InlineData(false, OtlpExportProtocol.HttpProtobuf)]
    [InlineData(true, OtlpExportProtocol.HttpProtobuf)]
    [InlineData(true, OtlpExportProtocol.Grpc)]
    public async Task Host_ThatExportsToItself_FallsSilentAfterItsOwnTraffic(bool toListener, OtlpExportProtocol protocol)
    {
        var directory = Directory.CreateTempSubdirectory("lumen-self-").FullName;
        await using (var application = Build(directory))
        {
            await application.StartAsync();
            var address = new Uri(application.Urls.Single());
            using var ended = new EndedRequests(address.Port);
            using var provider = Sdk.CreateTracerProviderBuilder()
                .AddAspNetCoreInstrumentation()
                .AddProcessor(ended)
                .AddOtlpExporter(options =>
                {
                    options.Protocol = protocol;
                    options.Endpoint = toListener ? ListenerAddress(application, protocol) : new Uri(address, "/lumen/v1/traces");
                })
                .Build();
            using var client = new HttpClient { BaseAddress = address };

            Assert.Equal("hello", await client.GetStringAsync("/hello"));
            await Eventually.TrueAsync(() => ended.All.Count > 0, "the activity of the request ends");
            for (var round = 0; round < Rounds; round++)
            {
                // Each flush sends what the one before it brought about.
                Assert.True(provider.ForceFlush());
            }

            var own = Assert.Single(ended.All);
            Assert.Equal("/hello", own.GetTagItem("url.path"));
            var trace = await application.Services.GetRequiredService<ITraceReader>()
                .FindTraceAsync(TraceId.Parse(own.TraceId.ToHexString()), TestContext.Current.CancellationToken);
            Assert.Equal("GET /hello", Assert.Single(trace!.Spans).Name);
        }

        Directory.Delete(directory, recursive: true);
    }

    private static WebApplication Build(string directory)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services
            .AddLumen(options => options.DataDirectory = directory)
            .AddLumenOtlpListener(options => (options.GrpcPorts, options.HttpPort) = ([0], 0));
        var application = builder.Build();
        application.MapLumen();
        application.MapGet("/hello", () => "hello");
        return application;
    }

    private static Uri ListenerAddress(WebApplication application, OtlpExportProtocol protocol)
    {
        var listener = application.Services.GetRequiredService<LumenOtlpListener>();
        return protocol == OtlpExportProtocol.Grpc ? listener.GrpcAddresses.Single() : new Uri(listener.HttpAddress!, "v1/traces");
    }
}
