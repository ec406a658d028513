namespace Lumen.Benchmarks.LowRates;

/// <summary>What little load took.</summary>
/// <param name="Spans">How many spans were acknowledged.</param>
/// <param name="CpuShare">CPU time a time of the clock: 0.01 is a hundredth of a core.</param>
/// <param name="WakeUps">How often threads woke up, a second.</param>
/// <param name="BytesWritten">What it wrote to files, before the seal.</param>
/// <param name="BucketBytes">The sealed bucket.</param>
/// <param name="OtherBytes">All other files.</param>
internal sealed record LowRateResult(long Spans, double CpuShare, double WakeUps, long BytesWritten, long BucketBytes, long OtherBytes)
{
    private const double SecondsAnHour = 3_600;

    public double CpuSecondsAnHour => CpuShare * SecondsAnHour;
}
