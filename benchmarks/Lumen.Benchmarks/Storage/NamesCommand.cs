using System.Diagnostics;
using System.Globalization;
using Lumen.Benchmarks.WholeProcess;
using Lumen.Hosting;
using Lumen.Ingestion;
using Lumen.Queries;
using Lumen.Storage;
using Lumen.TestKit.Programs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Lumen.Benchmarks.Storage;

/// <summary>
/// <c>names [COUNT]</c>: what so many distinct span names, services, attribute keys, and all of them together take: memory of the process
/// that takes them in, through the pipeline into the embedded store, and of one that opens what is stored; how long lists take.
/// </summary>
internal static class NamesCommand
{
    /// <summary>What the process is told that takes the spans in.</summary>
    public const string Fill = "names-fill";

    /// <summary>What the process is told that reads them.</summary>
    public const string Read = "names-read";

    private const int AtATime = 16;
    private const string Done = "done";

    public static async Task<int> RunAsync(string[] arguments)
    {
        var count = arguments.Length > 0 ? arguments[0] : "1000000";
        foreach (var kind in arguments.Length > 1 ? arguments[1..] : ManyNames.Kinds)
        {
            var folder = Directory.CreateTempSubdirectory("lumen-names-");
            try
            {
                Console.WriteLine($"{kind}, {count}:");
                await RunAsync(Fill, folder.FullName, kind, count);
                var bytes = folder.GetFiles().Sum(file => file.Length);
                var buckets = folder.GetFiles("bucket-*").Length;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  on disk {bytes / 1e6:F1} MB in {buckets} buckets"));
                await RunAsync(Read, folder.FullName, kind, count);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        return 0;
    }

    /// <summary>Takes the spans in, and says what that took.</summary>
    public static async Task<int> FillAsync(string directory, string kind, string count)
    {
        using var host = Build(directory);
        await host.StartAsync();
        var sink = host.Services.GetRequiredService<IOtlpSpanSink>();
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            new ManyNames(kind).Requests(int.Parse(count, CultureInfo.InvariantCulture)),
            new ParallelOptions { MaxDegreeOfParallelism = AtATime },
            async (request, stop) => await SendAsync(sink, request, stop));
        Report($"taken in within {clock.ElapsedMilliseconds} ms, {Environment.CpuUsage.TotalTime.TotalMilliseconds:F0} ms of CPU");
        await TimeListsAsync(host.Services.GetRequiredService<ITraceReader>());
        Report("after lists");
        await host.StopAsync();
        Console.WriteLine(Done);
        return 0;
    }

    /// <summary>Opens what is stored, and says what lists of it take.</summary>
    public static async Task<int> ReadAsync(string directory)
    {
        using var host = Build(directory);
        var clock = Stopwatch.StartNew();
        await host.StartAsync();
        Report($"opened within {clock.ElapsedMilliseconds} ms");
        var reader = host.Services.GetRequiredService<ITraceReader>();
        await TimeListsAsync(reader);
        await TimeListsAsync(reader);
        Report("after lists");
        await host.StopAsync();
        Console.WriteLine(Done);
        return 0;
    }

    private static IHost Build(string directory)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLumen(options => (options.DataDirectory, options.RetentionBytes) = (directory, 1L << 36));
        return builder.Build();
    }

    private static async ValueTask SendAsync(IOtlpSpanSink sink, byte[] request, CancellationToken stop)
    {
        SpanSinkResult result;
        do
        {
            var payload = sink.BeginPayload();
            payload.TryAppend(request);
            result = await sink.WriteAsync(payload, OtlpFormat.Protobuf, stop);
        }
        while (result.Outcome == SpanSinkOutcome.Refused);
        if (result.Outcome != SpanSinkOutcome.Accepted)
        {
            throw new InvalidOperationException($"{result.Outcome}: {result.Message}");
        }
    }

    private static async Task TimeListsAsync(ITraceReader reader)
    {
        var (stop, names) = (CancellationToken.None, new NameQuery());
        await TimeAsync("services", async () => (await reader.ListServicesAsync(names, stop)).Names.Count);
        await TimeAsync("operations", async () => (await reader.ListOperationsAsync(ManyNames.FirstService, names, stop)).Names.Count);
        await TimeAsync("keys", async () => (await reader.ListAttributeKeysAsync(new CompletionQuery(), stop)).Keys.Count);
        await TimeSearchAsync("rare name", reader, new TraceQuery { Operation = "operation-of-many-0000007" });
        await TimeSearchAsync("rare service", reader, new TraceQuery { Service = "service-of-many-0000007" });
        await TimeSearchAsync("rare key", reader, new TraceQuery { Where = SpanPredicate.Parse("\"key-of-many-0000007\" exists") });
    }

    private static Task TimeSearchAsync(string what, ITraceReader reader, TraceQuery query) =>
        TimeAsync(what, async () => (await reader.SearchAsync(query, CancellationToken.None)).Traces.Count);

    private static async Task TimeAsync(string what, Func<Task<int>> ask)
    {
        var (clock, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var count = await ask();
        var used = (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {what}: {count} in {clock.Elapsed.TotalMilliseconds:F1} ms, {used:F1} ms of CPU"));
    }

    private static void Report(string what)
    {
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        var peak = ProcessUsage.Of(Environment.ProcessId).PeakMemoryBytes;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {what}: {heap / 1e6:F0} MB managed after a full collection, {peak / 1e6:F0} MB resident at most"));
    }

    private static async Task RunAsync(string command, string directory, string kind, string count)
    {
        string[] arguments = command == Fill ? [command, directory, kind, count] : [command, directory];
        await using var program = RunningProgram.Start(typeof(NamesCommand).Assembly.Location, arguments);
        await program.WaitForLineAsync(Done, TimeSpan.FromHours(1));
        Console.Write(program.Output.Replace(Done + "\n", string.Empty, StringComparison.Ordinal));
        await program.WaitForExitAsync(TimeSpan.FromMinutes(1));
    }
}
