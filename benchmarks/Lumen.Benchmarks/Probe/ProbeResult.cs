namespace Lumen.Benchmarks.Probe;

/// <summary>What the probe needs for the same spans: how cheap the product's work is when a program does nothing else.</summary>
/// <param name="CpuNanosPerSpan">CPU from the bytes of requests in memory to a sealed bucket; receiving is not in it.</param>
/// <param name="BytesPerSpan">Bytes of that bucket with all its indexes, a span.</param>
/// <param name="TraceById">Finding a trace by its id in ten buckets, in process: median and 99th percentile in milliseconds.</param>
/// <param name="RecentTraces">The newest 20 traces of a service, the same.</param>
internal sealed record ProbeResult(
    double CpuNanosPerSpan, double BytesPerSpan, (double P50, double P99) TraceById, (double P50, double P99) RecentTraces);
