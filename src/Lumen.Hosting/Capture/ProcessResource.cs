using Lumen.Otlp;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Lumen.Hosting;

/// <summary>
/// What this process is, as its activities are stored under it: the host's name and environment, and what <c>OTEL_SERVICE_NAME</c> and
/// <c>OTEL_RESOURCE_ATTRIBUTES</c> say, which win (OpenTelemetry specification, "SDK environment variables").
/// </summary>
internal sealed class ProcessResource
{
    private const string ServiceName = "service.name";

    private readonly IServiceProvider _services;

    public ProcessResource(IServiceProvider services) => _services = services;

    internal Resource Describe()
    {
        using var writer = new ProtobufWriter();
        foreach (var (key, value) in Attributes())
        {
            AnyValueWriter.WriteAttributes(writer, OtlpFields.Resource.Attributes, [new KeyValue(key, AnyValue.Of(value))]);
        }

        return new Resource(writer.ToArray(), "");
    }

    private Dictionary<string, string> Attributes()
    {
        var environment = _services.GetService<IHostEnvironment>();
        var configuration = _services.GetService<IConfiguration>();
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [ServiceName] = environment?.ApplicationName is { Length: > 0 } name ? name : AppDomain.CurrentDomain.FriendlyName,
            ["service.instance.id"] = Guid.NewGuid().ToString(),
            ["host.name"] = Environment.MachineName,
            ["telemetry.sdk.name"] = "lumen",
            ["telemetry.sdk.language"] = "dotnet",
        };
        if (environment?.EnvironmentName is { Length: > 0 } deployment)
        {
            attributes["deployment.environment.name"] = deployment;
        }

        foreach (var (key, value) in Listed(Setting(configuration, "OTEL_RESOURCE_ATTRIBUTES")))
        {
            attributes[key] = value;
        }

        if (Setting(configuration, "OTEL_SERVICE_NAME") is { Length: > 0 } service)
        {
            attributes[ServiceName] = service;
        }

        return attributes;
    }

    private static string? Setting(IConfiguration? configuration, string name) =>
        configuration?[name] ?? Environment.GetEnvironmentVariable(name);

    /// <summary>Reads <c>key=value,key=value</c>, percent-encoded; what is no pair is left out.</summary>
    private static IEnumerable<(string Key, string Value)> Listed(string? list) =>
        from pair in (list ?? "").Split(',')
        let parts = pair.Split('=', 2)
        where parts.Length == 2 && parts[0].Trim().Length > 0
        select (parts[0].Trim(), Uri.UnescapeDataString(parts[1].Trim()));
}
