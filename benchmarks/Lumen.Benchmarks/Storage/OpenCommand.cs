using System.Diagnostics;
using System.Globalization;
using Lumen.Storage;
using Lumen.Storage.Embedded;
using Lumen.TestKit;
using Lumen.TestKit.Programs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumen.Benchmarks.Storage;

/// <summary>
/// <c>open [GIBIBYTES]</c>: a process fills a directory, is killed (SIGKILL) at that size, and the directory is opened three times.
/// Spans carry 4 KiB of random text each, so that files become large in a short time.
/// </summary>
internal static class OpenCommand
{
    /// <summary>What the process is told that fills the directory.</summary>
    public const string Fill = "open-fill";

    private const int SpansARequest = 64;
    private const int TextBytes = 4096;
    private const string Full = "full";

    public static async Task<int> RunAsync(string[] arguments)
    {
        var gibibytes = arguments.Length > 0 ? double.Parse(arguments[0], CultureInfo.InvariantCulture) : 2;
        var folder = Directory.CreateTempSubdirectory("lumen-open-");
        try
        {
            var bytes = (long)(gibibytes * 1024 * 1024 * 1024);
            await using (var filling = RunningProgram.Start(
                typeof(OpenCommand).Assembly.Location, [Fill, folder.FullName, bytes.ToString(CultureInfo.InvariantCulture)]))
            {
                await filling.WaitForLineAsync(Full, TimeSpan.FromHours(1));
                await filling.KillAsync();
            }

            for (var round = 1; round <= 3; round++)
            {
                await MeasureAsync(folder, round);
            }

            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Fills a directory until it is killed.</summary>
    public static async Task<int> FillAsync(string directory, string bytes)
    {
        var most = long.Parse(bytes, CultureInfo.InvariantCulture);
        var random = new Random(1);
        var store = Create(directory);
        await store.OpenAsync(CancellationToken.None);
        for (ulong trace = 1; ; trace++)
        {
            var spans = Enumerable.Range(1, SpansARequest).Select(span => new SpanBuilder
            {
                TraceId = new TraceId(1, trace), SpanId = new SpanId((ulong)span), StartUnixNano = SpanBuilder.Epoch + trace,
                Attributes = [new KeyValue("text", AnyValue.Of(random.GetHexString(TextBytes)))],
            });
            using var batch = new OtlpRequestBuilder().Resource("shop").Scope("library").Add(spans).ToBatch();
            await store.WriteAsync(new[] { batch }, new WriteOutcome[1], CancellationToken.None);
            if (trace % 512 == 0 && BytesOf(new DirectoryInfo(directory)) >= most)
            {
                Console.WriteLine(Full);
            }
        }
    }

    private static async Task MeasureAsync(DirectoryInfo directory, int round)
    {
        var bytes = BytesOf(directory);
        var clock = Stopwatch.StartNew();
        await using var store = Create(directory.FullName);
        await store.OpenAsync(CancellationToken.None);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Round {round}: {bytes / 1e9:F2} GB in {directory.GetFiles("bucket-*").Length} buckets opened in "
            + $"{clock.ElapsedMilliseconds} ms, {store.Health.Status}."));
    }

    private static long BytesOf(DirectoryInfo directory) => directory.GetFiles().Sum(file => file.Length);

    private static EmbeddedTraceStore Create(string directory) => new(
        new EmbeddedStoreOptions { Directory = directory, RetentionBytes = 1L << 40, IntakePatience = TimeSpan.FromMinutes(1) },
        TimeProvider.System, NullLogger<EmbeddedTraceStore>.Instance);
}
