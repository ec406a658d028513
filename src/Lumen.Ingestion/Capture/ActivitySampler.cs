using System.Buffers.Binary;
using System.Diagnostics;

namespace Lumen.Ingestion;

/// <summary>
/// Decides at its beginning whether an activity is captured: a new trace by its id, so that every process of the same ratio decides alike;
/// any other as its parent was (OpenTelemetry specification, "TraceIdRatioBased" within "ParentBased").
/// </summary>
/// <param name="ratio">The share of new traces to capture, 0 to 1.</param>
internal sealed class ActivitySampler(double ratio)
{
    private readonly long _bound = ratio >= 1 ? long.MaxValue : (long)(ratio * long.MaxValue);

    internal ActivitySamplingResult Sample(ref ActivityCreationOptions<ActivityContext> options)
    {
        var isSampled = options.Parent.TraceId == default
            ? IsWithinRatio(options.TraceId)
            : options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded);

        // What is left out still carries its ids on, so that the next process knows the decision.
        return isSampled ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.PropagationData;
    }

    private bool IsWithinRatio(ActivityTraceId id)
    {
        if (_bound == long.MaxValue)
        {
            return true;
        }

        Span<byte> bytes = stackalloc byte[TraceId.Size];
        id.CopyTo(bytes);
        return (BinaryPrimitives.ReadInt64BigEndian(bytes[8..]) & long.MaxValue) < _bound;
    }
}
