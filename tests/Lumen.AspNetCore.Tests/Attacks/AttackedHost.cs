using System.Net;
using System.Text.Json;
using Lumen.Hosting;
using Lumen.Ingestion;
using Lumen.Ledger;
using Lumen.Storage;
using Lumen.Storage.Embedded;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumen.AspNetCore.Tests.Attacks;

/// <summary>
/// An application with Lumen in it, on ports of its own: the listener, the query API, and the embedded store behind a
/// <see cref="TroubledStore"/>. Its directory outlives it until it is disposed, so that what was acknowledged can be looked for.
/// </summary>
internal sealed class AttackedHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly string _directory;

    private AttackedHost(WebApplication application, TroubledStore store, string directory)
    {
        _application = application;
        Store = store;
        _directory = directory;
        Client = new HttpClient { BaseAddress = new Uri(application.Urls.Single()) };
        var listener = application.Services.GetRequiredService<LumenOtlpListener>();
        (Grpc, Http) = (listener.GrpcAddresses.Single(), listener.HttpAddress!);
    }

    /// <summary>Where OTLP over gRPC is taken.</summary>
    internal Uri Grpc { get; }

    /// <summary>Where OTLP over HTTP is taken.</summary>
    internal Uri Http { get; }

    /// <summary>Asks the query API.</summary>
    internal HttpClient Client { get; }

    internal TroubledStore Store { get; }

    internal IServiceProvider Services => _application.Services;

    internal IntakeBudget Budget => Services.GetRequiredService<IntakeBudget>();

    internal LedgerSnapshot Ledger => Services.GetRequiredService<SpanLedger>().Snapshot();

    internal static async Task<AttackedHost> StartAsync(
        Action<LumenOptions>? configure = null, Action<LumenOtlpListenerOptions>? listen = null)
    {
        var directory = Directory.CreateTempSubdirectory("lumen-attacks-").FullName;
        var store = new TroubledStore(Embedded(directory));
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(new TraceStoreRegistration("troubled", IsDefault: false, _ => store));
        builder.Services.AddLumen(options => configure?.Invoke(options));
        builder.Services.AddLumenOtlpListener(options =>
        {
            (options.GrpcPorts, options.HttpPort) = ([0], 0);
            listen?.Invoke(options);
        });
        var application = builder.Build();
        application.MapLumen();
        await application.StartAsync();
        return new AttackedHost(application, store, directory);
    }

    internal Task StopAsync() => _application.StopAsync();

    /// <summary>Asks, and reads the answer as JSON.</summary>
    internal async Task<JsonElement> JsonAsync(string address)
    {
        using var response = await Client.GetAsync(address);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{address}: {(int)response.StatusCode} {body}");
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }

    /// <summary>Asserts that every span that was received has a fate, and that nothing is held any more.</summary>
    internal LedgerSnapshot AssertSettled()
    {
        var ledger = Ledger;
        Assert.Equal(0, ledger.InFlight);
        Assert.Equal(ledger.Received, Enum.GetValues<SpanFate>().Sum(fate => ledger[fate]));
        Assert.Equal(0, Budget.Used);
        return ledger;
    }

    /// <summary>Asserts that each of these traces is stored with all its spans.</summary>
    internal static async Task AssertStoredAsync(ITraceReader reader, IEnumerable<(TraceId Trace, int Spans)> traces)
    {
        foreach (var (id, spans) in traces)
        {
            var found = await reader.FindTraceAsync(id, CancellationToken.None);
            Assert.True(found is not null, $"Trace {id} was acknowledged and is not stored.");
            Assert.Equal(spans, found.Spans.Count);
        }
    }

    /// <summary>Opens the files of a host that was stopped.</summary>
    internal async Task<EmbeddedTraceStore> ReopenAsync()
    {
        var store = Embedded(_directory);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Store.Mend();
        await _application.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private static EmbeddedTraceStore Embedded(string directory) => new(
        new EmbeddedStoreOptions { Directory = directory }, TimeProvider.System, NullLogger<EmbeddedTraceStore>.Instance);
}
