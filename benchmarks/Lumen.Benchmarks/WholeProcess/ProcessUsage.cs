using System.Globalization;

namespace Lumen.Benchmarks.WholeProcess;

/// <summary>What a process has used so far, by the kernel's own count.</summary>
/// <param name="Cpu">User and system time; the kernel counts in steps of 10 ms.</param>
/// <param name="PeakMemoryBytes">The most memory it ever had resident.</param>
internal readonly record struct ProcessUsage(TimeSpan Cpu, long PeakMemoryBytes)
{
    private const double TicksPerSecond = 100;
    private const int UserTicks = 11;

    private const int MostWaits = 150;

    private static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan QuietCpu = TimeSpan.FromMilliseconds(50);

    public static ProcessUsage Of(int process)
    {
        // The second field is the program's name in parentheses, and may hold spaces.
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = Number(fields[UserTicks]) + Number(fields[UserTicks + 1]);
        var peak = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return new ProcessUsage(TimeSpan.FromSeconds(ticks / TicksPerSecond), Number(peak.Split(' ')[^2]) * 1024);
    }

    /// <summary>Waits until the process has nothing left to do: until its last seal has ended.</summary>
    /// <exception cref="TimeoutException">It is still busy after five minutes.</exception>
    public static async Task<ProcessUsage> WhenQuietAsync(int process)
    {
        var before = Of(process);
        for (var wait = 0; wait < MostWaits; wait++)
        {
            await Task.Delay(QuietFor);
            var now = Of(process);
            if (now.Cpu - before.Cpu <= QuietCpu)
            {
                return before;
            }

            before = now;
        }

        throw new TimeoutException($"Process {process} is still busy after {MostWaits * QuietFor}.");
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
