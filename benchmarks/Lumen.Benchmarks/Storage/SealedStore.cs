using Lumen.Storage;
using Lumen.Storage.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumen.Benchmarks.Storage;

/// <summary>A store of some hundred thousand spans, all in buckets that are sealed, in a directory of its own.</summary>
internal sealed class SealedStore : IAsyncDisposable
{
    private const int Batches = 900;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lumen-benchmark-");
    private EmbeddedTraceStore? _store;

    /// <summary>What is in it.</summary>
    internal ScatteredTraces Traces { get; } = new(1);

    internal ITraceReader Reader => _store!.Reader;

    internal static async Task<SealedStore> CreateAsync()
    {
        var filled = new SealedStore();
        // A backup ends the bucket that is being written: its copy has nothing but sealed ones.
        var copy = Path.Combine(filled._folder.FullName, "sealed");
        await using (var store = await OpenAsync(Path.Combine(filled._folder.FullName, "filled")))
        {
            await filled.FillAsync(store);
            await store.BackUpAsync(copy, CancellationToken.None);
        }

        filled._store = await OpenAsync(copy);
        return filled;
    }

    public async ValueTask DisposeAsync()
    {
        await _store!.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task<EmbeddedTraceStore> OpenAsync(string directory)
    {
        var options = new EmbeddedStoreOptions
        {
            Directory = directory, BucketMaxSpans = 150_000, IntakePatience = TimeSpan.FromMinutes(1),
        };
        var store = new EmbeddedTraceStore(options, TimeProvider.System, NullLogger<EmbeddedTraceStore>.Instance);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    private async Task FillAsync(EmbeddedTraceStore store)
    {
        for (var batch = 0; batch < Batches; batch++)
        {
            using var spans = Traces.NextBatch();
            var outcomes = new WriteOutcome[1];
            await store.WriteAsync(new[] { spans }, outcomes, CancellationToken.None);
            if (outcomes[0] != WriteOutcome.Stored)
            {
                throw new InvalidOperationException(string.Join(' ', store.Health.Reasons));
            }
        }
    }
}
