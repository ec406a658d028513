using System.Globalization;
using System.Net;
using Lumen.AspNetCore;
using Microsoft.Extensions.Options;

namespace Lumen.Server;

/// <summary>
/// What the server reads beside Lumen's own options, from the same section <c>Lumen</c> (environment variables <c>Lumen__Name</c>).
/// </summary>
/// <param name="Address">Where to listen: 127.0.0.1 unless it is said; <c>*</c> stands for all addresses.</param>
/// <param name="HttpPort">The port of the page, the query API and OTLP/HTTP under one roof: 8080 unless it is said.</param>
/// <param name="IsAnonymous">Whether everybody who reaches the ports may look and send: <c>Lumen__Access=Anonymous</c>.</param>
/// <param name="AdminKey">What whoever deletes, pins or backs up shows; null for nobody: <c>Lumen__AdminKey</c>.</param>
internal sealed record ServerOptions(IPAddress Address, int HttpPort, bool IsAnonymous, string? AdminKey)
{
    private const int DefaultHttpPort = 8080;

    /// <summary>The port that senders know, and the one of Lumen's predecessor.</summary>
    private const string DefaultGrpcPorts = "4317,9090";

    /// <summary>Reads the options.</summary>
    /// <exception cref="OptionsValidationException">A value cannot be used; the message says what to write instead.</exception>
    public static ServerOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Lumen");
        var port = PortOf(section["HttpPort"]);
        CheckOtlpPorts(section, port);
        return new ServerOptions(AddressOf(section["Address"]), port, IsOpen(section["Access"]),
            section["AdminKey"] is { Length: > 0 } key ? key : null);
    }

    /// <summary>Gives the listener what the server's short names say, where its own section says nothing.</summary>
    public static void TellListener(IConfiguration configuration)
    {
        var section = configuration.GetSection("Lumen");
        Tell("Address", section["Address"]);
        Tell("HttpPort", section["OtlpHttpPort"]);
        Tell("GrpcPorts", GrpcPorts(section));

        void Tell(string name, string? value)
        {
            var own = configuration.GetSection($"{LumenOtlpListenerOptions.Section}:{name}");
            if (!string.IsNullOrEmpty(value) && !own.Exists())
            {
                own.Value = value;
            }
        }
    }

    private static string GrpcPorts(IConfiguration section) =>
        section["OtlpGrpcPorts"] is { Length: > 0 } ports ? ports : DefaultGrpcPorts;

    /// <summary>The listener checks its ports by its own names for them; here they are refused by the names that were written.</summary>
    private static void CheckOtlpPorts(IConfiguration section, int httpPort)
    {
        var grpc = GrpcPorts(section);
        var ports = grpc.Split(',', StringSplitOptions.TrimEntries).Select(text => Port(text) ?? -1).ToList();
        if (ports.Contains(-1))
        {
            throw Wrong("OtlpGrpcPorts", grpc, "ports such as 4317,9090, or 0 for one that is free");
        }

        var http = section["OtlpHttpPort"];
        if (http is { Length: > 0 } && http != "-1" && Port(http) is null)
        {
            throw Wrong("OtlpHttpPort", http, "a port such as 4318, 0 for one that is free, or -1 for none");
        }

        if (httpPort != 0 && (ports.Contains(httpPort) || Port(http ?? string.Empty) == httpPort))
        {
            throw Wrong("HttpPort", $"{httpPort}", "a port that OTLP does not have as well; that of the page takes OTLP/HTTP in any case");
        }
    }

    private static IPAddress AddressOf(string? text) => text switch
    {
        null or "" or "localhost" => IPAddress.Loopback,
        "*" => IPAddress.Any,
        _ => IPAddress.TryParse(text, out var address)
            ? address
            : throw Wrong("Address", text, "an IP address such as 127.0.0.1, localhost, or * for all addresses"),
    };

    private static int PortOf(string? text) => text switch
    {
        null or "" => DefaultHttpPort,
        _ => Port(text) ?? throw Wrong("HttpPort", text, "a port such as 8080, or 0 for one that is free"),
    };

    private static int? Port(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;

    private static bool IsOpen(string? text) => text switch
    {
        null or "" => false,
        _ when text.Equals("Anonymous", StringComparison.OrdinalIgnoreCase) => true,
        _ => throw Wrong("Access", text, "Anonymous, or leave it out"),
    };

    private static OptionsValidationException Wrong(string name, string value, string instead) =>
        new(Options.DefaultName, typeof(ServerOptions), [$"Lumen:{name} is '{value}', which cannot be used; write {instead}."]);
}
