using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Lumen.Hosting;

/// <summary>Makes the data directory a full path below the host's content root.</summary>
internal sealed class LumenOptionsPaths : IPostConfigureOptions<LumenOptions>
{
    private readonly IServiceProvider _services;

    public LumenOptionsPaths(IServiceProvider services) => _services = services;

    /// <inheritdoc/>
    public void PostConfigure(string? name, LumenOptions options)
    {
        var root = _services.GetService<IHostEnvironment>()?.ContentRootPath ?? AppContext.BaseDirectory;
        var directory = options.DataDirectory ?? LumenOptions.DefaultDataDirectoryName;
        // What is no path at all is left as it is for the validation to name.
        if (!string.IsNullOrWhiteSpace(directory) && !directory.Contains('\0', StringComparison.Ordinal))
        {
            options.DataDirectory = Path.GetFullPath(directory, Path.GetFullPath(root));
        }
    }
}
