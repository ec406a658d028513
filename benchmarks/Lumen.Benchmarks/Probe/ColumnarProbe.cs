using System.Globalization;
using System.Text.RegularExpressions;
using Lumen.TestKit;
using Lumen.TestKit.Programs;

namespace Lumen.Benchmarks.Probe;

/// <summary>
/// The program beside the repository that was written to find out how little the store's work can cost (<c>../shared/probes</c>). It is
/// built in a temporary folder, and runs there on captures of the same load.
/// </summary>
internal sealed partial class ColumnarProbe : IDisposable
{
    /// <summary>A bucket of the product's size; all requests of one are in memory at a time.</summary>
    private const long MostSpansAtOnce = 1_000_000;

    private const int Buckets = 10;

    /// <summary>It trains a dictionary from 200 requests that are in no bucket.</summary>
    private const long SpansToTrain = 150_000;

    private const string BlockSpans = "4096";
    private const string PageBytes = "4096";
    private const string WindowSpans = "65536";
    private const string Writing = "S  ring log, window  64k, blocks 4096, plain file, 100 ms";

    /// <summary>Fewer than the spans that a trace has on average, so that no two captures share traces.</summary>
    private const long SpansATrace = 12;

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(20);

    private readonly DirectoryInfo _folder;

    private ColumnarProbe(DirectoryInfo folder) => _folder = folder;

    /// <summary>Builds it.</summary>
    /// <returns>Null where its sources are not beside the repository.</returns>
    public static async Task<ColumnarProbe?> BuildAsync()
    {
        var sources = new DirectoryInfo(Path.Combine(Require.Repository, "..", "shared", "probes", "columnar-store"));
        if (!sources.Exists)
        {
            return null;
        }

        var probe = new ColumnarProbe(Directory.CreateTempSubdirectory("lumen-probe-"));
        var copies = probe._folder.CreateSubdirectory("sources");
        foreach (var file in sources.EnumerateFiles().Where(file => file.Extension is ".cs" or ".csproj"))
        {
            file.CopyTo(Path.Combine(copies.FullName, file.Name));
        }

        // Without build servers, which would outlive this process.
        await RunProgramAsync(
            copies, "dotnet", "build", "probe.csproj", "-c", "Release", "-o", probe.Built, "-nodeReuse:false",
            "-p:UseSharedCompilation=false");
        return probe;
    }

    private string Built => Path.Combine(_folder.FullName, "built");

    /// <summary>Measures it on so many spans; writing on a million at most.</summary>
    public async Task<ProbeResult> RunAsync(long spans)
    {
        await using var capture = await RequestCapture.StartAsync();
        var writing = await MeasureWritingAsync(capture, Math.Min(spans, MostSpansAtOnce));
        var reading = await MeasureReadingAsync(capture, spans / Buckets);
        return new ProbeResult(
            writing.Cpu, writing.Bytes, Times(reading, "trace by id over 10 buckets"), Times(reading, "newest 20 traces of a service"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<(double Cpu, double Bytes)> MeasureWritingAsync(RequestCapture capture, long spans)
    {
        var work = NewWork();
        // The dictionary is for older variants, which are not asked for but opened all the same.
        await File.WriteAllBytesAsync(Path.Combine(work.FullName, "data", "dict64.bin"), []);
        await capture.FillAsync(CaptureIn(work, 1), spans, firstTrace: 0);
        var printed = await ProbeAsync(work, "e2e", "ring");
        work.Delete(recursive: true);
        var line = printed.Split('\n').Single(line => line.StartsWith(Writing, StringComparison.Ordinal));
        return (Number(CpuPattern().Match(line)), Number(BytesPattern().Match(line)));
    }

    private async Task<string> MeasureReadingAsync(RequestCapture capture, long spansABucket)
    {
        var work = NewWork();
        await capture.FillAsync(CaptureIn(work, 0), SpansToTrain, (Buckets + 1) * spansABucket);
        for (var bucket = 1; bucket <= Buckets; bucket++)
        {
            await capture.FillAsync(CaptureIn(work, bucket), spansABucket, bucket * spansABucket / SpansATrace);
        }

        await ProbeAsync(work, "build", BlockSpans, "plain", PageBytes, WindowSpans);
        var printed = await ProbeAsync(work, "query", BlockSpans, "plain");
        work.Delete(recursive: true);
        return printed;
    }

    private Task<string> ProbeAsync(DirectoryInfo work, params string[] arguments) =>
        RunProgramAsync(work, Path.Combine(Built, "probe.dll"), arguments);

    private static async Task<string> RunProgramAsync(DirectoryInfo work, string program, params string[] arguments)
    {
        await using var running = RunningProgram.Start(program, arguments, directory: work.FullName);
        var exitCode = await running.WaitForExitAsync(Bound);
        return exitCode == 0
            ? running.Output
            : throw new InvalidOperationException($"{program} {arguments[0]} ended with {exitCode}: {running.Output}");
    }

    private DirectoryInfo NewWork()
    {
        var work = _folder.CreateSubdirectory("work");
        work.CreateSubdirectory("data");
        work.CreateSubdirectory("db");
        return work;
    }

    private static string CaptureIn(DirectoryInfo work, int bucket) => Path.Combine(work.FullName, "data", $"b{bucket}.bin");

    /// <summary>Each is measured several times over; in the last everything is warm.</summary>
    private static (double P50, double P99) Times(string printed, string what)
    {
        var line = TimesPattern().Match(printed.Split('\n').Last(line => line.StartsWith(what, StringComparison.Ordinal)));
        return (Number(line), double.Parse(line.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    private static double Number(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"cpu (\d+)")]
    private static partial Regex CpuPattern();

    [GeneratedRegex(@"([\d.]+) B/span")]
    private static partial Regex BytesPattern();

    [GeneratedRegex(@"p50 ([\d.]+) p99 ([\d.]+)")]
    private static partial Regex TimesPattern();
}
