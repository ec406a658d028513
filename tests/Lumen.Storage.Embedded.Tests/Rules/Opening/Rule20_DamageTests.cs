using Lumen.TestKit;

namespace Lumen.Storage.Embedded.Rules.Opening;

/// <summary>Any flipped byte gives the right answer or a named range, never a silent gap, and never a store that does not open.</summary>
public sealed class Rule20_DamageTests
{
    private const int Traces = 150;

    /// <summary>Every so many bytes one is flipped; more of them where all is required.</summary>
    private static int Stride => Require.IsAllRequired ? 11 : 43;

    [Theory]
    [InlineData("bucket-000000000001.r0.lumen")]
    [InlineData("bucket-000000000004.r0.lumen")]
    [InlineData("log-0.lumen")]
    [InlineData("log-1.lumen")]
    [InlineData("lumen.store")]
    public async Task Reopen_WithAnyByteFlipped_AnswersRightOrSaysWhatIsMissing(string name)
    {
        await using var store = await FilledAsync();
        var path = Path.Combine(store.Directory, name);
        var files = Directory.GetFiles(store.Directory).ToDictionary(file => file, File.ReadAllBytes);
        // Between the frames of a log there are zeros; what stands there matters to nobody.
        var positions = Enumerable.Range(0, files[path].Length / Stride).Select(step => step * Stride)
            .Where(position => !IsBlank(files[path], position));
        foreach (var position in positions)
        {
            Restore(store, files);
            var damaged = files[path].ToArray();
            damaged[position] ^= (byte)(1 << (position % 8));
            await File.WriteAllBytesAsync(path, damaged);
            await store.OpenAsync();
            await AssertNothingIsSilentAsync(store, $"{name} at {position}");
            await store.Store.DisposeAsync();
        }
    }

    [Fact]
    public async Task Reopen_WithAFileCutAtAnyPlace_AnswersRightOrSaysWhatIsMissing()
    {
        await using var store = await FilledAsync();
        var files = Directory.GetFiles(store.Directory).ToDictionary(file => file, File.ReadAllBytes);
        foreach (var path in files.Keys.Where(path => path.Contains("bucket-", StringComparison.Ordinal)))
        {
            for (var length = 0; length < files[path].Length; length += Stride * 7)
            {
                Restore(store, files);
                await File.WriteAllBytesAsync(path, files[path][..length]);
                await store.OpenAsync();
                await AssertNothingIsSilentAsync(store, $"{Path.GetFileName(path)} cut to {length}");
                await store.Store.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Reopen_WithoutTheIdentity_TakesTheSeedFromAnotherFile()
    {
        await using var store = await FilledAsync();
        File.Delete(Path.Combine(store.Directory, "lumen.store"));
        await store.OpenAsync();
        await store.AssertTracesAsync(1, Traces);
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
    }

    [Theory]
    [InlineData(7, "newer")]
    [InlineData(0, "Delete the directory")]
    public async Task Reopen_OfAnotherFormat_IsRefusedWithASentence(byte format, string advice)
    {
        await using var store = await FilledAsync();
        var path = Path.Combine(store.Directory, "lumen.store");
        var bytes = await File.ReadAllBytesAsync(path);
        (bytes[4], bytes[4096 + 4]) = (format, format);
        await File.WriteAllBytesAsync(path, bytes);
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(store.OpenAsync);
        Assert.Contains($"format {format}", refused.Message, StringComparison.Ordinal);
        Assert.Contains(advice, refused.Message, StringComparison.Ordinal);
        Assert.Contains(store.Directory, refused.Message, StringComparison.Ordinal);
        Assert.Equal(StoreStatus.Unhealthy, store.Store.Health.Status);
    }

    /// <summary>A finished bucket, one that grows, and both log files in use; closed.</summary>
    private static async Task<StoreUnderTest> FilledAsync()
    {
        var store = await StoreUnderTest.OpenAsync(StoreUnderTest.Small with { BucketMaxSpans = 60 });
        await store.WriteTracesAsync(1, Traces);
        await store.EventuallyBucketsAsync(3);
        await store.ReopenAsync();
        await store.AssertTracesAsync(1, Traces);
        await store.Store.DisposeAsync();
        return store;
    }

    private static bool IsBlank(byte[] bytes, int position)
    {
        var around = bytes.AsSpan(position);
        return !around[..Math.Min(32, around.Length)].ContainsAnyExcept((byte)0);
    }

    private static void Restore(StoreUnderTest store, Dictionary<string, byte[]> files)
    {
        foreach (var path in Directory.GetFiles(store.Directory).Except(files.Keys))
        {
            File.Delete(path);
        }

        foreach (var (path, bytes) in files)
        {
            File.WriteAllBytes(path, bytes);
        }
    }

    private static async Task AssertNothingIsSilentAsync(StoreUnderTest store, string where)
    {
        for (var number = 1; number <= Traces; number++)
        {
            var trace = await store.FindAsync(number);
            var isRight = trace is { Spans: [var span] } && span.Encoded.Span.SequenceEqual(StoreUnderTest.SpanOf(number).Encode());
            // The last frame of the log is exempt: damage to it and a write that was cut off look the same.
            Assert.True(isRight || trace is { Spans: [], IsComplete: false } || number == Traces,
                $"{where}: trace {number} is {trace?.Spans.Count} spans");
        }

        var page = await store.Reader.SearchAsync(new TraceQuery { Service = "shop", Limit = TraceQuery.MaxLimit }, CancellationToken.None);
        Assert.True(page.Traces.Count >= Traces - 1 || !page.IsComplete, $"{where}: {page.Traces.Count} traces found");
    }
}
