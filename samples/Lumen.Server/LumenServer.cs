using Lumen.AspNetCore;
using Lumen.Samples;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Lumen.Server;

/// <summary>Lumen in a process of its own: page and API on one port, OTLP on the ports that senders know.</summary>
internal static class LumenServer
{
    private static readonly LumenAccessAdvice OpenToAll = new(
        "start the server with Lumen__Access=Anonymous, and everybody who reaches its ports may look and send");

    private static readonly LumenAccessAdvice OpenToSenders = new(
        "send to the OTLP port instead, set Lumen__ApiKey and let senders show that key in the header x-api-key, or start the server with "
        + "Lumen__Access=Anonymous, and everybody who reaches its ports may look and send");

    private static readonly LumenAccessAdvice OpenToAdministrators = new(
        "start the server with Lumen__AdminKey, and show that key in the header x-admin-key");

    /// <summary>
    /// How long a port may be held by the process that was there before. Whoever asks the server knows this port alone, so that none at all
    /// is better than another one.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(arguments);
        var options = ServerOptions.Read(builder.Configuration);
        var port = await FreePort.WaitForAsync(options.Address, options.HttpPort, LongestWait);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(options.Address, port));
        // What keeps the host from starting is said in a sentence at the end, not as a stack of calls as well.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        builder.Services.AddLumen();
        ServerOptions.TellListener(builder.Configuration);
        builder.Services.AddLumenOtlpListener(listener => listener.AllowAnonymous |= options.IsAnonymous);
        if (options.AdminKey is { } key)
        {
            AdminKey.AddTo(builder.Services, key);
        }

        builder.Services.AddHealthChecks().AddLumen(failureStatus: HealthStatus.Unhealthy);

        var app = builder.Build();
        Map(app, options);
        await app.StartAsync();
        Console.WriteLine(ReadyLine.Of(app.Services, options, port));
        await app.WaitForShutdownAsync();
    }

    private static void Map(WebApplication app, ServerOptions options)
    {
        app.MapHealthChecks("/health");
        var lumen = app.MapLumen("/");
        MapAdministration(app, lumen, options.AdminKey);
        var jaeger = app.MapLumenJaeger("/jaeger");
        var zipkin = app.MapLumenZipkin("/zipkin");
        if (options.IsAnonymous)
        {
            lumen.AllowAnonymous();
            lumen.Ingestion.AllowAnonymous();
            jaeger.AllowAnonymous();
            zipkin.AllowAnonymous();
            return;
        }

        // Whoever runs the server has its settings, not its code.
        lumen.WithMetadata(OpenToAll);
        jaeger.WithMetadata(OpenToAll);
        lumen.Ingestion.WithMetadata(OpenToSenders);
        zipkin.WithMetadata(OpenToSenders);
    }

    /// <summary>Never opened by anonymous access: by a key of its own, or to nobody.</summary>
    private static void MapAdministration(WebApplication app, LumenEndpointConventionBuilder lumen, string? key)
    {
        if (key is null)
        {
            lumen.Admin.WithMetadata(OpenToAdministrators);
            return;
        }

        app.UseAuthorization();
        lumen.Admin.RequireAuthorization(AdminKey.Policy);
    }
}
