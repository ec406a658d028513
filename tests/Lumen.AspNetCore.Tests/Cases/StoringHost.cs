using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lumen.AspNetCore.Tests.Cases;

/// <summary>An application as the README composes it, on the embedded store in a directory of its own that is removed at the end.</summary>
public sealed class StoringHost : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("lumen-cases-").FullName;
    private WebApplication? _application;

    /// <summary>Asks the application.</summary>
    public HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddLumen(options => options.DataDirectory = _directory);
        _application = builder.Build();
        _application.MapLumen();
        _application.MapLumenZipkin();
        await _application.StartAsync();
        Client = _application.GetTestClient();
    }

    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
        {
            await _application.StopAsync();
            await _application.DisposeAsync();
        }

        Client?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
