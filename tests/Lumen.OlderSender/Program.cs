using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Lumen.OlderSender;

/// <summary>
/// Sends spans with an older exporter for .NET, as a program that was built some time ago does. Two versions do not fit into one process.
/// </summary>
internal static class Program
{
    /// <summary>Sends as many traces of two spans as the second argument says, by gRPC, to the address that is the first.</summary>
    private static void Main(string[] arguments)
    {
        using var source = new ActivitySource("shop", "1.2.3");
        using var provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(source.Name)
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("shop").AddAttributes([new("region", "Berlin")]))
            .AddOtlpExporter(options => (options.Protocol, options.Endpoint) = (OtlpExportProtocol.Grpc, new Uri(arguments[0])))
            .Build();
        for (var number = 0; number < int.Parse(arguments[1], provider: null); number++)
        {
            MakeTrace(source, number);
        }
    }

    private static void MakeTrace(ActivitySource source, int number)
    {
        using var server = source.StartActivity("GET /orders/{id}", ActivityKind.Server)!;
        server.SetTag("number", number).SetTag("text", "注文 🛒").SetTag("texts", new[] { "a", "", "ü" }).SetTag("fraction", number / 3.0);
        server.AddEvent(new ActivityEvent("cache", tags: new ActivityTagsCollection { ["key"] = new string('k', number % 200) }));
        using var client = source.StartActivity(
            "SELECT orders",
            ActivityKind.Client,
            default(ActivityContext),
            links: [new ActivityLink(server.Context, new ActivityTagsCollection { ["why"] = "batch" })])!;
        client.SetStatus(ActivityStatusCode.Error, "no such order").AddException(new InvalidOperationException($"order {number}"));
    }
}
