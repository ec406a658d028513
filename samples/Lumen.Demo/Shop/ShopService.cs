using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Lumen.Demo.Shop;

/// <summary>
/// One service of the shop: a resource and a tracer of its own, set up as in any program that uses the OpenTelemetry SDK. The services of
/// this demo share a process only so that one command starts them all; what they send is what separate processes would send.
/// </summary>
internal sealed class ShopService : IDisposable
{
    private readonly ActivitySource _source;
    private readonly TracerProvider _tracing;

    public ShopService(string name, string version, Uri otlpEndpoint)
    {
        Name = name;
        _source = new ActivitySource($"Shop.{name}", version);
        _tracing = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => resource
                .AddService(name, serviceNamespace: "shop", version, autoGenerateServiceInstanceId: false, serviceInstanceId: $"{name}-1")
                .AddAttributes([new("deployment.environment.name", "demo"), new("host.name", $"{name}.shop.internal")]))
            .AddSource(_source.Name)
            .AddOtlpExporter(exporter =>
            {
                exporter.Endpoint = otlpEndpoint;
                exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                exporter.BatchExportProcessorOptions.ScheduledDelayMilliseconds = 500;
            })
            .Build();
    }

    public string Name { get; }

    /// <summary>Begins a span under the current one, which another service began where <paramref name="kind"/> is Server.</summary>
    public Activity Start(string name, ActivityKind kind, ActivityContext parent = default, IEnumerable<ActivityLink>? links = null) =>
        _source.StartActivity(kind, parent, tags: null, links, name: name)
        ?? throw new InvalidOperationException($"The tracer of {Name} records every span.");

    /// <summary>Sends what the SDK has gathered so far.</summary>
    public void Flush() => _tracing.ForceFlush();

    /// <summary>Sends what the SDK still holds, and ends.</summary>
    public void Dispose()
    {
        _tracing.Dispose();
        _source.Dispose();
    }
}
