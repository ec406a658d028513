using Lumen.AspNetCore;
using Lumen.Hosting;

namespace Lumen.Server;

/// <summary>Finds misspelt options: a key for senders that nobody reads would leave the door open without a word.</summary>
internal static class UnknownOptions
{
    private const string Listener = "Otlp";

    private static readonly IEnumerable<string> OfTheServer =
        [nameof(ServerOptions.Address), nameof(ServerOptions.HttpPort), nameof(ServerOptions.AdminKey),
         "OtlpGrpcPorts", "OtlpHttpPort", "Access", Listener];

    /// <summary>The full names in the configuration that are no option's.</summary>
    public static IEnumerable<string> In(IConfiguration configuration)
    {
        var common = configuration.GetSection(LumenOptions.Section);
        var listener = configuration.GetSection(LumenOtlpListenerOptions.Section);
        return
        [
            .. Unknown(common, typeof(LumenOptions).GetProperties().Select(option => option.Name).Concat(OfTheServer)),
            .. Unknown(listener, typeof(LumenOtlpListenerOptions).GetProperties().Select(option => option.Name)),
        ];
    }

    private static IEnumerable<string> Unknown(IConfigurationSection section, IEnumerable<string> known) =>
        section.GetChildren().ExceptBy(known, child => child.Key, StringComparer.OrdinalIgnoreCase).Select(child => child.Path);
}
