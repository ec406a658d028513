using System.Net;
using System.Text.Json;
using Lumen.Storage;
using Lumen.Storage.Conformance;
using Lumen.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Lumen.AspNetCore.Tests.Hosting;

/// <summary>
/// An ASP.NET Core application with Lumen mapped into it. Its store is in memory; questions go to a <see cref="TraceShelf"/> that a test
/// fills by hand, unless the test registers another reader.
/// </summary>
internal sealed class LumenHost : IAsyncDisposable
{
    private readonly WebApplication _application;

    private LumenHost(WebApplication application, HttpClient client, TraceShelf shelf, FakeTimeProvider clock)
    {
        _application = application;
        Client = client;
        Shelf = shelf;
        Clock = clock;
    }

    internal HttpClient Client { get; }

    internal TraceShelf Shelf { get; }

    /// <summary>
    /// Begins one minute after <see cref="SpanBuilder.Epoch"/>, so that spans made without a time are within the last hour.
    /// </summary>
    internal FakeTimeProvider Clock { get; }

    internal IServiceProvider Services => _application.Services;

    /// <summary>Starts an application in memory.</summary>
    /// <param name="map">Maps Lumen and whatever else; <c>MapLumen()</c> unless given.</param>
    /// <param name="environment">Development unless given.</param>
    /// <param name="services">Further services.</param>
    /// <param name="settings">Configuration.</param>
    internal static Task<LumenHost> StartAsync(
        Action<WebApplication>? map = null,
        string? environment = null,
        Action<IServiceCollection>? services = null,
        params (string Key, string Value)[] settings) =>
        StartAsync(isInMemory: true, map, environment, services, settings);

    /// <summary>Starts an application on a port of its own, where the wire itself matters.</summary>
    /// <param name="map">Maps Lumen and whatever else; <c>MapLumen()</c> unless given.</param>
    /// <param name="environment">Development unless given.</param>
    /// <param name="services">Further services.</param>
    internal static Task<LumenHost> StartOnPortAsync(
        Action<WebApplication>? map = null, string? environment = null, Action<IServiceCollection>? services = null) =>
        StartAsync(isInMemory: false, map, environment, services, [("urls", "http://127.0.0.1:0")]);

    private static async Task<LumenHost> StartAsync(
        bool isInMemory,
        Action<WebApplication>? map,
        string? environment,
        Action<IServiceCollection>? services,
        (string Key, string Value)[] settings)
    {
        var shelf = new TraceShelf();
        var clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds((long)(SpanBuilder.Epoch / 1_000_000_000) + 60));
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment ?? Environments.Development });
        if (isInMemory)
        {
            builder.WebHost.UseTestServer();
        }

        builder.Logging.ClearProviders();
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddLumen();
        builder.Services.AddSingleton<ITraceReader>(shelf);
        services?.Invoke(builder.Services);
        if (builder.Services.All(service => service.ImplementationInstance is not TraceStoreRegistration { IsDefault: false }))
        {
            builder.Services.AddSingleton(new TraceStoreRegistration("reference", IsDefault: false, _ => new ReferenceTraceStore()));
        }

        var application = builder.Build();
        (map ?? (app => app.MapLumen()))(application);
        await application.StartAsync();
        var client = isInMemory ? application.GetTestClient() : new HttpClient { BaseAddress = new Uri(application.Urls.Single()) };
        return new LumenHost(application, client, shelf, clock);
    }

    /// <summary>Asks, and reads the answer as JSON.</summary>
    internal async Task<JsonElement> JsonAsync(string address, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await Client.GetAsync(address);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode}: {body}");
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }

    /// <summary>Asks what is refused, and gives the sentence of the problem details.</summary>
    internal async Task<string> RefusalAsync(string address, HttpStatusCode status)
    {
        using var response = await Client.GetAsync(address);
        return await RefusalAsync(response, status);
    }

    /// <summary>The sentence of a refusal in RFC 9457 problem details.</summary>
    internal static async Task<string> RefusalAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var document = JsonDocument.Parse(body);
        Assert.Equal((int)status, document.RootElement.GetProperty("status").GetInt32());
        Assert.NotEmpty(document.RootElement.GetProperty("type").GetString()!);
        Assert.NotEmpty(document.RootElement.GetProperty("title").GetString()!);
        return document.RootElement.GetProperty("detail").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.DisposeAsync();
    }
}
