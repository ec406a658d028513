using System.Globalization;
using Lumen.TestKit;

namespace Lumen.Storage.Embedded.Crashes;

/// <summary>A directory with every kind of file and content, which is damaged again and again, each time from the same beginning.</summary>
internal sealed class DamagedDirectory : IAsyncDisposable
{
    private const int Traces = 240;

    private readonly Dictionary<string, byte[]> _files = [];
    private readonly Dictionary<int, string> _contents = [];
    private readonly RandomOtlp _otlp;

    private DamagedDirectory(int seed)
    {
        _otlp = new RandomOtlp(seed);
        Store = new StoreUnderTest(StoreUnderTest.Small with { BucketMaxSpans = 60, LogFileBytes = 256 * 1024 });
    }

    private StoreUnderTest Store { get; }

    /// <summary>Makes it: a rewritten bucket, finished ones, one that grows, windows in both logs, a pin.</summary>
    internal static async Task<DamagedDirectory> CreateAsync(int seed)
    {
        var directory = new DamagedDirectory(seed);
        var store = directory.Store;
        await store.OpenAsync();
        for (var trace = 1; trace <= Traces; trace++)
        {
            if (trace == 70)
            {
                await store.Store.DeleteTraceAsync(new TraceId(1, 7), CancellationToken.None);
                await store.Store.PinTraceAsync(new TraceId(1, 9), CancellationToken.None);
            }

            var span = directory._otlp.NextSpan() with
            {
                TraceId = new TraceId(1, (ulong)trace), SpanId = new SpanId((ulong)trace), StartUnixNano = SpanBuilder.Epoch + (ulong)trace,
            };
            directory._contents[trace] = Convert.ToHexString(span.Encode());
            await store.EventuallyStoredAsync(span);
        }

        directory._contents.Remove(7);
        await store.EventuallyFinishedAsync(3);
        await store.ReopenAsync();
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
        await directory.AssertAnswersAsync("undamaged");
        await store.Store.DisposeAsync();
        foreach (var path in Directory.GetFiles(store.Directory))
        {
            directory._files[path] = await File.ReadAllBytesAsync(path);
        }

        return directory;
    }

    /// <summary>Damages one thing, opens, demands right answers or named ranges, and that the store goes on.</summary>
    internal async Task TryAsync(Random random)
    {
        Restore();
        var what = Damage(random);
        await Store.OpenAsync();
        await AssertAnswersAsync(what);
        await Store.EventuallyStoredAsync(StoreUnderTest.SpanOf(100_000));
        Assert.True(await Store.FindAsync(100_000) is { Spans.Count: 1 }, $"{what}: the store does not go on");
        await Store.Store.DisposeAsync();
    }

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private string Damage(Random random)
    {
        var path = _files.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(_files.Count));
        var (name, bytes) = (Path.GetFileName(path), _files[path].ToArray());
        var place = random.Next(Math.Max(1, bytes.Length));
        switch (random.Next(8))
        {
            case 0:
                File.Delete(path);
                return $"{name} missing";
            case 1 or 2:
                File.WriteAllBytes(path, bytes[..Math.Min(bytes.Length, place)]);
                return $"{name} cut to {place} bytes";
            case 3:
                // A page that was never written.
                bytes.AsSpan(place / 4096 * 4096, Math.Min(4096, bytes.Length - (place / 4096 * 4096))).Clear();
                File.WriteAllBytes(path, bytes);
                return $"{name} with zeros from {place / 4096 * 4096}";
            default:
                if (bytes.Length > 0)
                {
                    bytes[place] ^= (byte)(1 << random.Next(8));
                }

                File.WriteAllBytes(path, bytes);
                return $"{name} with a bit flipped at {place}";
        }
    }

    private void Restore()
    {
        foreach (var path in Directory.GetFiles(Store.Directory).Except(_files.Keys))
        {
            File.Delete(path);
        }

        foreach (var (path, bytes) in _files)
        {
            File.WriteAllBytes(path, bytes);
        }
    }

    private async Task AssertAnswersAsync(string what)
    {
        foreach (var (number, content) in _contents)
        {
            var trace = await Store.FindAsync(number);
            var isRight = trace is { Spans: [var span] } && Convert.ToHexString(span.Encoded.Span) == content;
            // The last frame of the log is exempt: damage to it and a write that was cut off look the same (rule 9).
            Assert.True(isRight || trace is { Spans: [], IsComplete: false } || number == Traces,
                $"{what}: trace {number.ToString(CultureInfo.InvariantCulture)} has {trace?.Spans.Count} spans and no word of damage");
        }

        Assert.True(await Store.FindAsync(7) is null or { Spans: [] }, $"{what}: the deleted trace is back");
        var page = await Store.Reader.SearchAsync(new TraceQuery { Limit = TraceQuery.MaxLimit }, CancellationToken.None);
        Assert.True(page.Traces.Count >= Traces - 2 || !page.IsComplete, $"{what}: {page.Traces.Count} traces found and no word of damage");
    }
}
