using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Lumen.Storage.Embedded.Golden;

/// <summary>
/// Format 1 is frozen: files that were written once are read, and the same spans are written to the same bytes. A change of the format
/// needs a new number, and files of its own; the environment variable <c>LUMEN_WRITE_GOLDEN</c> set to 1 writes them.
/// </summary>
public sealed class Format1Tests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("lumen-golden-").FullName;

    [Fact]
    public void Write_OfTheSameSpans_GivesTheFrozenFiles()
    {
        GoldenDirectory.Write(_directory);
        if (Environment.GetEnvironmentVariable("LUMEN_WRITE_GOLDEN") == "1")
        {
            Copy(_directory, Directory.CreateDirectory(GoldenDirectory.Frozen).FullName);
        }

        var frozen = Directory.GetFiles(GoldenDirectory.Frozen).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(frozen, Directory.GetFiles(_directory).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var name in frozen)
        {
            Assert.True(
                File.ReadAllBytes(Path.Combine(_directory, name!)).AsSpan().SequenceEqual(
                    File.ReadAllBytes(Path.Combine(GoldenDirectory.Frozen, name!))),
                $"'{name}' is written otherwise than when format 1 was frozen.");
        }
    }

    [Fact]
    public async Task Open_OfTheFrozenFiles_FindsEverySpan()
    {
        var written = GoldenDirectory.Write(Directory.CreateDirectory(Path.Combine(_directory, "written")).FullName);
        var path = Directory.CreateDirectory(Path.Combine(_directory, "frozen")).FullName;
        Copy(GoldenDirectory.Frozen, path);
        await using var store = new EmbeddedTraceStore(
            new EmbeddedStoreOptions { Directory = path, RetentionAge = TimeSpan.FromDays(365 * 100) },
            new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)), NullLogger<EmbeddedTraceStore>.Instance);
        await store.OpenAsync(CancellationToken.None);
        foreach (var expected in written)
        {
            var trace = await store.Reader.FindTraceAsync(expected.Key, CancellationToken.None);
            Assert.Equal(
                expected.Select(Convert.ToHexString).Distinct().Order(StringComparer.Ordinal),
                trace!.Spans.Select(span => Convert.ToHexString(span.Encoded.Span)).Distinct().Order(StringComparer.Ordinal));
            Assert.True(trace.IsComplete, trace.IncompleteReason);
        }
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }
    }
}
