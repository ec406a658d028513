using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Lumen.AspNetCore.Listener;

/// <summary>Binds the section <c>Lumen:Otlp</c> where the host has an <see cref="IConfiguration"/>.</summary>
internal sealed class ListenerOptionsBinding(IServiceProvider services) : IConfigureOptions<LumenOtlpListenerOptions>
{
    /// <inheritdoc/>
    public void Configure(LumenOtlpListenerOptions options)
    {
        if (services.GetService<IConfiguration>() is { } configuration)
        {
            Bind(configuration.GetSection(LumenOtlpListenerOptions.Section), options);
        }
    }

    /// <summary>Binds a section, and says what to write where a value cannot be read.</summary>
    internal static void Bind(IConfiguration section, LumenOtlpListenerOptions options)
    {
        try
        {
            // The binder adds to a list; a list that is said again is meant instead of the earlier one.
            options.GrpcPorts = section.GetSection(nameof(options.GrpcPorts)).Exists() ? null : options.GrpcPorts;
            section.Bind(options);
            if (section[nameof(options.GrpcPorts)] is { Length: > 0 } ports)
            {
                options.GrpcPorts = [.. ports.Split(',', StringSplitOptions.TrimEntries).Select(ReadPort)];
            }
        }
        catch (InvalidOperationException exception)
        {
            throw new OptionsValidationException(
                Options.DefaultName,
                typeof(LumenOtlpListenerOptions),
                [$"{exception.Message} Write ports and sizes as whole numbers, a duration as hh:mm:ss, a switch as true or false."]);
        }
    }

    private static int ReadPort(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        ? port
        : throw new InvalidOperationException(
            $"{LumenOtlpListenerOptions.Key(nameof(LumenOtlpListenerOptions.GrpcPorts))} holds '{text}', which is no port.");
}
