using System.Globalization;
using System.Runtime.InteropServices;

namespace Lumen.Benchmarks.Otlp;

/// <summary>
/// The functions of this folder in CPU time of the process, round after round, for machines that are not idle: there a clock on the wall
/// says nothing, and the least of many rounds says most. Prints a table.
/// </summary>
internal static class OtlpCommand
{
    private const int Rounds = 40;
    private const int WarmUpRounds = 8;
    private static readonly TimeSpan RoundTime = TimeSpan.FromMilliseconds(15);

    internal static int Run()
    {
        var (reading, json, repair) = (new RequestReadBenchmarks(), new JsonBenchmarks(), new RepairBenchmarks());
        reading.Setup();
        json.Setup();
        repair.Setup();
        Function[] functions =
        [
            new("request read, every field judged", reading.ReadAndJudge),
            new("request read again, headers only", reading.ReadAccepted),
            new("request parsed by generated classes", reading.GeneratedClasses),
            new("JSON to protobuf", json.Read),
            new("protobuf to JSON", json.Write),
            new("protobuf to JSON by generated classes", json.GeneratedClasses),
            new("repair, one span of all rejected", repair.OneRejected),
            new("repair, every span cut", repair.EveryoneCut),
        ];
        for (var round = 0; round < Rounds + WarmUpRounds; round++)
        {
            foreach (var function in functions)
            {
                function.Measure(RoundTime, isWarmUp: round < WarmUpRounds);
            }
        }

        Console.WriteLine($".NET {Environment.Version}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors");
        Console.WriteLine();
        Console.WriteLine("| function | CPU ns a span, least | median | bytes allocated a span |");
        Console.WriteLine("|---|---|---|---|");
        Array.ForEach(functions, function => Console.WriteLine(function.Row));
        return 0;
    }

    private sealed class Function(string name, Func<int> call)
    {
        private readonly List<double> _nanoseconds = [];
        private double _bytes;

        internal string Row => string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {_nanoseconds.Min():f0} | {_nanoseconds.Order().ElementAt(_nanoseconds.Count / 2):f0} | {_bytes:f1} |");

        internal void Measure(TimeSpan time, bool isWarmUp)
        {
            var calls = 0;
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var start = Environment.CpuUsage.TotalTime;
            TimeSpan used;
            do
            {
                call();
                calls++;
                used = Environment.CpuUsage.TotalTime - start;
            }
            while (used < time);

            if (!isWarmUp)
            {
                var spans = (double)calls * RequestReadBenchmarks.Spans;
                _nanoseconds.Add(used.TotalNanoseconds / spans);
                _bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / spans;
            }
        }
    }
}
