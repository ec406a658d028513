using System.Globalization;
using Lumen.Benchmarks.WholeProcess;

namespace Lumen.Benchmarks.LowRates;

/// <summary>
/// What a process that does next to nothing takes: CPU, how often its threads wake up, and bytes it wrote to files, each since it began.
/// </summary>
internal sealed class IdleUsage(int process)
{
    private readonly Dictionary<string, long> _last = [];
    private ProcessUsage _start = ProcessUsage.Of(process);
    private long _writtenAtStart = Written(process);
    private long _wakeUps;

    public TimeSpan Cpu => ProcessUsage.Of(process).Cpu - _start.Cpu;

    public long BytesWritten => Written(process) - _writtenAtStart;

    public long WakeUps
    {
        get
        {
            CountWakeUps();
            return _wakeUps;
        }
    }

    /// <summary>Begins.</summary>
    public void Begin()
    {
        CountWakeUps();
        (_start, _writtenAtStart, _wakeUps) = (ProcessUsage.Of(process), Written(process), 0);
    }

    /// <summary>Adds up what threads counted; now and then, since a thread that ends takes its count along.</summary>
    public void CountWakeUps()
    {
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{process}/task"))
        {
            try
            {
                var now = Number(Path.Combine(thread, "status"), "voluntary_ctxt_switches:");
                _wakeUps += now - _last.GetValueOrDefault(thread);
                _last[thread] = now;
            }
            catch (IOException)
            {
                // It has just ended.
            }
        }
    }

    /// <summary>
    /// By the calls: the kernel's own count of the disk is of whole folios, of which a commit changes a page (6.18, ext4: 1,049 MB counted
    /// where the disk got 4 MB).
    /// </summary>
    private static long Written(int process) => Number($"/proc/{process}/io", "wchar:");

    private static long Number(string file, string name)
    {
        var line = File.ReadLines(file).First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..], CultureInfo.InvariantCulture);
    }
}
