using Lumen.Hosting;
using Lumen.Ingestion;
using Lumen.Storage;
using Lumen.Storage.Embedded;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumen.AspNetCore.Tests.Senders;

/// <summary>A worker as users write it: the generic host, Lumen on the embedded store, and the listener on free ports.</summary>
internal sealed class ReceivingHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly string _directory;

    private ReceivingHost(IHost host, string directory)
    {
        _host = host;
        _directory = directory;
    }

    internal LumenOtlpListener Listener => _host.Services.GetRequiredService<LumenOtlpListener>();

    internal Uri Grpc => Listener.GrpcAddresses.Single();

    internal Uri Http => Listener.HttpAddress!;

    internal ITraceReader Reader => _host.Services.GetRequiredService<ITraceReader>();

    /// <summary>What senders sent.</summary>
    internal TeeSink Sent => (TeeSink)_host.Services.GetRequiredService<IOtlpSpanSink>();

    internal static async Task<ReceivingHost> StartAsync(Action<LumenOptions>? configure = null)
    {
        var directory = Directory.CreateTempSubdirectory("lumen-senders-").FullName;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services
            .AddLumen(options =>
            {
                options.DataDirectory = Path.Combine(directory, "data");
                options.BackupDirectory = Path.Combine(directory, "backups");
                configure?.Invoke(options);
            })
            .AddLumenOtlpListener(options =>
            {
                options.GrpcPorts = [0];
                options.HttpPort = 0;
            });
        builder.Services.Replace(ServiceDescriptor.Singleton<IOtlpSpanSink>(
            services => new TeeSink(ActivatorUtilities.CreateInstance<OtlpSpanSink>(services))));
        var host = builder.Build();
        await host.StartAsync();
        return new ReceivingHost(host, directory);
    }

    /// <summary>A span by its id, as it is stored.</summary>
    internal async Task<Span> FindAsync(TraceId trace, SpanId span)
    {
        var found = await Reader.FindTraceAsync(trace, CancellationToken.None);
        Assert.NotNull(found);
        Assert.True(found.IsComplete, found.IncompleteReason);
        return Assert.Single(found.Spans, stored => stored.Id == span);
    }

    /// <summary>Everything that is stored, in a store of its own that has it from ended buckets.</summary>
    internal async Task<EmbeddedTraceStore> OpenBackupAsync()
    {
        var backup = await _host.Services.GetRequiredService<LumenAdministration>().BackUpAsync(CancellationToken.None);
        var store = new EmbeddedTraceStore(
            new EmbeddedStoreOptions { Directory = backup }, TimeProvider.System, NullLogger<EmbeddedTraceStore>.Instance);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
