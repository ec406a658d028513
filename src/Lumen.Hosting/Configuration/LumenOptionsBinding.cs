using Lumen.Ingestion;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Lumen.Hosting;

/// <summary>Binds the section <c>Lumen</c> where the host has an <see cref="IConfiguration"/>.</summary>
internal sealed class LumenOptionsBinding : IConfigureOptions<LumenOptions>
{
    private readonly IServiceProvider _services;

    public LumenOptionsBinding(IServiceProvider services) => _services = services;

    /// <inheritdoc/>
    public void Configure(LumenOptions options)
    {
        if (_services.GetService<IConfiguration>() is { } configuration)
        {
            Bind(configuration.GetSection(LumenOptions.Section), options);
        }
    }

    /// <summary>Binds a section, and says what to write where a value cannot be read.</summary>
    internal static void Bind(IConfiguration section, LumenOptions options)
    {
        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException exception)
        {
            var acknowledge = string.Join(" or ", Enum.GetNames<Acknowledge>());
            throw new OptionsValidationException(
                Options.DefaultName,
                typeof(LumenOptions),
                [$"{exception.Message} Write a duration as d.hh:mm:ss, a size as a whole number of bytes, a switch as true or false, "
                    + $"{nameof(LumenOptions.Acknowledge)} as {acknowledge}."]);
        }
    }
}
