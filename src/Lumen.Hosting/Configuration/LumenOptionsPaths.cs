using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Lumen.Hosting;

/// <summary>Makes the directories full paths below the host's content root.</summary>
internal sealed class LumenOptionsPaths : IPostConfigureOptions<LumenOptions>
{
    private readonly IServiceProvider _services;

    public LumenOptionsPaths(IServiceProvider services) => _services = services;

    /// <inheritdoc/>
    public void PostConfigure(string? name, LumenOptions options)
    {
        var root = _services.GetService<IHostEnvironment>()?.ContentRootPath ?? AppContext.BaseDirectory;
        options.DataDirectory = Below(root, options.DataDirectory ?? LumenOptions.DefaultDataDirectoryName) ?? options.DataDirectory;
        options.BackupDirectory = Below(root, options.BackupDirectory);
    }

    /// <summary>Null for what is no path at all, which the validation names where it matters.</summary>
    private static string? Below(string root, string? directory) =>
        string.IsNullOrWhiteSpace(directory) || directory.Contains('\0', StringComparison.Ordinal)
            ? null
            : Path.GetFullPath(directory, Path.GetFullPath(root));
}
