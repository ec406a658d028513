using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Lumen.AspNetCore.Tests.Senders;

/// <summary>The OpenTelemetry SDK for .NET, set up as programs do.</summary>
internal static class DotNetSdk
{
    /// <summary>Where a protocol's requests go.</summary>
    internal static Uri Endpoint(ReceivingHost host, OtlpExportProtocol protocol) =>
        protocol == OtlpExportProtocol.Grpc ? host.Grpc : new Uri(host.Http, "v1/traces");

    /// <summary>A provider for the activities of a source. Disposing it exports what is left.</summary>
    /// <param name="source">The source.</param>
    /// <param name="endpoint">Where the exporter sends.</param>
    /// <param name="protocol">What it speaks.</param>
    /// <param name="compression">How it compresses.</param>
    /// <param name="retries">Whether it is asked to try again, which it does not do by itself.</param>
    /// <param name="timeout">How long an export may take, attempts and all; null for what the exporter has.</param>
    internal static TracerProvider Provider(
        ActivitySource source,
        Uri endpoint,
        OtlpExportProtocol protocol,
        OtlpExportCompression compression = OtlpExportCompression.None,
        bool retries = false,
        TimeSpan? timeout = null) =>
        Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(Configuration(retries)))
            .AddSource(source.Name)
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("shop").AddAttributes([new("region", "Berlin")]))
            .AddOtlpExporter(options =>
            {
                options.Protocol = protocol;
                options.Compression = compression;
                options.Endpoint = endpoint;
                options.TimeoutMilliseconds = (int?)timeout?.TotalMilliseconds ?? options.TimeoutMilliseconds;
            })
            .Build();

    private static IConfiguration Configuration(bool retries) => new ConfigurationBuilder()
        .AddInMemoryCollection(retries ? [new("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory")] : [])
        .Build();
}
