using Lumen.Storage.Embedded;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lumen.Hosting;

/// <summary>The default store, made from the host's options.</summary>
internal static class EmbeddedStore
{
    internal const string Name = "embedded";

    internal static EmbeddedTraceStore Create(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<LumenOptions>>().Value;
        var embedded = new EmbeddedStoreOptions
        {
            Directory = options.DataDirectory!,
            RetentionAge = options.RetentionAge,
            RetentionBytes = options.RetentionBytes,
            SearchMaxSpans = options.SearchMaxSpans,
            ScrubBytesPerSecond = options.ScrubBytesPerSecond,
        };
        return new EmbeddedTraceStore(
            embedded, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<EmbeddedTraceStore>>());
    }
}
