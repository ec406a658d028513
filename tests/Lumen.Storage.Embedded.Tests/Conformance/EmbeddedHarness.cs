using Lumen.Storage.Conformance;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumen.Storage.Embedded.Conformance;

/// <summary>
/// The embedded store in a directory of its own, with windows and buckets so small that every test crosses their borders.
/// </summary>
public sealed class EmbeddedHarness : StoreHarness
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"lumen-conformance-{Guid.NewGuid():N}");

    public override async Task DisturbAsync(Random random)
    {
        if (random.Next(2) == 0)
        {
            await ReopenAsync();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    protected override ITraceStore CreateStore() => new EmbeddedTraceStore(
        new EmbeddedStoreOptions
        {
            Directory = _directory,
            LogFileBytes = 64 * 1024,
            WindowMaxSpans = 40,
            BucketMaxSpans = 100,
            IntakePatience = TimeSpan.FromMinutes(1),
        },
        TimeProvider.System, NullLogger<EmbeddedTraceStore>.Instance);
}
