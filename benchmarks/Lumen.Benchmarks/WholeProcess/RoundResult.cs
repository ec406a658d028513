using Lumen.Benchmarks.Probe;

namespace Lumen.Benchmarks.WholeProcess;

/// <summary>What one round measured.</summary>
/// <param name="Spans">Acknowledged spans.</param>
/// <param name="SpansPerSecond">Acknowledged spans a second of the clock.</param>
/// <param name="RequestP50">Median time of a request in milliseconds.</param>
/// <param name="RequestP99">99th percentile of the time of a request in milliseconds.</param>
/// <param name="CpuNanosPerSpan">The server's CPU until its last seal had ended, a span.</param>
/// <param name="CollectorNanosPerSpan">The Collector's CPU, a span.</param>
/// <param name="PeakMemoryMegabytes">The server's largest resident memory, in millions of bytes.</param>
/// <param name="PacedMemoryMegabytes">The same of a server that is sent 10,000 spans a second for half a minute.</param>
/// <param name="BytesPerSpan">Bytes of the bucket files, a span.</param>
/// <param name="LogMegabytes">Bytes of all other files, in millions.</param>
/// <param name="Queries">Median and 99th percentile of each kind of query, in milliseconds.</param>
/// <param name="Probe">What the probe needs; null where its sources are not there.</param>
internal sealed record RoundResult(
    long Spans,
    double SpansPerSecond,
    double RequestP50,
    double RequestP99,
    double CpuNanosPerSpan,
    double CollectorNanosPerSpan,
    double PeakMemoryMegabytes,
    double PacedMemoryMegabytes,
    double BytesPerSpan,
    double LogMegabytes,
    IReadOnlyDictionary<string, (double P50, double P99)> Queries,
    ProbeResult? Probe)
{
    /// <summary>How many spans the server takes in a second of CPU.</summary>
    public double SpansPerCpuSecond => 1e9 / CpuNanosPerSpan;

    /// <summary>The server's CPU as a multiple of the Collector's.</summary>
    public double TimesCollector => CpuNanosPerSpan / CollectorNanosPerSpan;
}
