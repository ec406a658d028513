using Lumen.AspNetCore.Tests.Hosting;
using Lumen.Hosting;
using Lumen.Ingestion;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Tests.Otlp;

/// <summary>An application in memory whose own address takes spans, in front of a sink that records.</summary>
internal static class MappedIngestion
{
    internal static Task<LumenHost> StartAsync(
        RecordingSink sink,
        Action<WebApplication> map,
        string environment = "Development",
        Action<IServiceCollection>? services = null,
        params (string Key, string Value)[] settings) =>
        LumenHost.StartAsync(
            map,
            environment,
            collection =>
            {
                collection.AddSingleton<IOtlpSpanSink>(sink);
                collection.AddSingleton(new IngestionOptions());
                collection.AddOptions<LumenOptions>().BindConfiguration(LumenOptions.Section);
                services?.Invoke(collection);
            },
            settings);
}
