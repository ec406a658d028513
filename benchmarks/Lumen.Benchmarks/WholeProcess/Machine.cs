using System.Runtime.InteropServices;

namespace Lumen.Benchmarks.WholeProcess;

/// <summary>What a figure was measured on.</summary>
internal static class Machine
{
    /// <summary>Cores, processor, memory and run time in one line.</summary>
    public static string Description
    {
        get
        {
            const string Key = "model name";
            var processor = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal));
            return $"{Environment.ProcessorCount} cores ({processor?.Split(':')[1].Trim() ?? "unknown"}), "
                + $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30)} GiB, {RuntimeInformation.FrameworkDescription}";
        }
    }

    /// <summary>How busy the machine is, in one sentence: beyond one program a core, times are waiting for others too.</summary>
    public static string LoadDescription
    {
        get
        {
            var load = File.ReadAllText("/proc/loadavg").Split(' ')[1];
            return $"Load of the machine in the last five minutes: {load}; beyond 1 a core, times are waiting for others too.";
        }
    }
}
