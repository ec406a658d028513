using System.Globalization;
using Lumen.Queries;
using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Recovery;
using Lumen.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumen.Storage.Embedded.Names;

/// <summary>
/// However many distinct names are sent, the memory that they take is bounded, while they arrive and after a restart, and each of them is
/// found. LUMEN_NAMES says how many; the bound is then the product's own.
/// </summary>
public sealed class NameBoundTests : IAsyncLifetime
{
    private const int FewNames = 12_000;
    private const int SmallBound = 256 * 1024;

    /// <summary>What the store takes beside names: two windows of spans, tables and buffers for writing, caches of blocks.</summary>
    private const long BesideNames = 160L * 1024 * 1024;

    private static readonly int Names = Environment.GetEnvironmentVariable("LUMEN_NAMES") is { Length: > 0 } names
        ? int.Parse(names, CultureInfo.InvariantCulture)
        : FewNames;

    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"lumen-names-{Guid.NewGuid():N}");
    private readonly EmbeddedStoreOptions _options;
    private EmbeddedTraceStore _store;

    public NameBoundTests()
    {
        _options = new EmbeddedStoreOptions { Directory = _directory, RetentionBytes = 1L << 36, IntakePatience = TimeSpan.FromMinutes(1) };
        _options = Names == FewNames ? _options with { BucketMaxNameBytes = SmallBound } : _options;
        _store = Make();
    }

    public async ValueTask InitializeAsync() => await _store.OpenAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData(nameof(OfItsOwn.Operation))]
    [InlineData(nameof(OfItsOwn.Service))]
    [InlineData(nameof(OfItsOwn.Key))]
    [InlineData(nameof(OfItsOwn.All))]
    public async Task WriteAsync_WhenEverySpanHasANameOfItsOwn_TakesBoundedMemoryAndFindsEach(string what)
    {
        var kind = Enum.Parse<OfItsOwn>(what);
        var names = new ManyNames(kind);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await WriteAsync(names);
        AssertMemory(before);
        await AssertFoundAsync(names);
        await AssertListsAsync(names, kind);

        await _store.DisposeAsync();
        _store = Make();
        await _store.OpenAsync(CancellationToken.None);
        await AssertFoundAsync(names);
        await AssertListsAsync(names, kind);
        AssertMemory(before);

        await _store.DisposeAsync();
        AssertBuckets();
    }

    private EmbeddedTraceStore Make() => new(_options, TimeProvider.System, NullLogger<EmbeddedTraceStore>.Instance);

    private async Task WriteAsync(ManyNames names)
    {
        foreach (var request in names.Requests(Names))
        {
            using var batch = request.ToBatch();
            var outcomes = new WriteOutcome[1];
            await _store.WriteAsync(new[] { batch }, outcomes, CancellationToken.None);
            Assert.Equal(WriteOutcome.Stored, outcomes[0]);
        }
    }

    /// <summary>Documented in docs/embedded-store.md: names take at most six times the bound.</summary>
    private void AssertMemory(long before) =>
        Assert.InRange(
            GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, BesideNames + (6L * _options.BucketMaxNameBytes));

    private async Task AssertFoundAsync(ManyNames names)
    {
        for (var number = 0; number < Names; number += (Names / 5) - 1)
        {
            await AssertFoundAsync(number, new TraceQuery { Service = names.ServiceOf(number), Operation = names.OperationOf(number) });
            await AssertFoundAsync(number, new TraceQuery
            {
                Where = SpanPredicate.Parse($"span.{names.KeyOf(number)} = {number} and name = {names.OperationOf(number)}"),
            });
        }
    }

    /// <summary>Lists are bounded too, and say so; a window or a beginning finds what is wanted.</summary>
    private async Task AssertListsAsync(ManyNames names, OfItsOwn what)
    {
        var (all, last) = (new NameQuery(), Names - 1);
        var services = await _store.Reader.ListServicesAsync(all, CancellationToken.None);
        var expected = what.HasFlag(OfItsOwn.Service) ? (NameQuery.DefaultLimit, false) : (1, true);
        Assert.Equal(expected, (services.Names.Count, services.IsComplete));
        Assert.Equal(names.ServiceOf(0), services.Names[0]);
        var operations = await _store.Reader.ListOperationsAsync(names.ServiceOf(last), all, CancellationToken.None);
        var (count, isComplete) = what == OfItsOwn.Operation ? (NameQuery.DefaultLimit, false) : (1, true);
        Assert.Equal((count, isComplete), (operations.Names.Count, operations.IsComplete));
        var window = new NameQuery { FromUnixNano = SpanBuilder.Epoch + (ulong)last };
        var latest = await _store.Reader.ListOperationsAsync(names.ServiceOf(last), window, CancellationToken.None);
        Assert.Equal(names.OperationOf(last), Assert.Single(latest.Names).Name);
        var prefixed = new NameQuery { Prefix = names.ServiceOf(last) };
        Assert.Equal(names.ServiceOf(last), Assert.Single((await _store.Reader.ListServicesAsync(prefixed, CancellationToken.None)).Names));
    }

    private async Task AssertFoundAsync(int number, TraceQuery query)
    {
        var start = SpanBuilder.Epoch + (ulong)number;
        var within = query with { FromUnixNano = start, ToUnixNano = start + 1 };
        var page = await _store.Reader.SearchAsync(within, CancellationToken.None);
        Assert.Null(page.IncompleteReason);
        Assert.Equal(ManyNames.TraceOf(number), Assert.Single(page.Traces).TraceId);
    }

    /// <summary>A bucket that ended by its names has those of the window that ended it beside as many as there may be.</summary>
    private void AssertBuckets()
    {
        foreach (var path in Directory.GetFiles(_directory, "bucket-*"))
        {
            using var file = new DiskFile(_directory, Path.GetFileName(path), FileMode.Open);
            Assert.InRange(ReadCatalog(file).Bytes, 1, 2 * _options.BucketMaxNameBytes);
        }
    }

    private static Catalog ReadCatalog(DiskFile file)
    {
        var seed = FileStart.TryReadSeed(file)!.Value;
        if (Footer.TryRead(file, seed) is not { } segment)
        {
            return BucketScan.Run(file, seed).Catalog;
        }

        using var frame = FrameReader.Read(file, segment.Tables.Offset, segment.Tables.Size, FrameKind.Tables, seed);
        var catalog = new Catalog(seed);
        CatalogTables.Read(CompressedPayload.Read(frame.Payload), catalog);
        return catalog;
    }
}
