namespace Lumen.Analysis;

/// <summary>A half-open stretch of time. It is empty where the end is not after the start.</summary>
/// <param name="StartUnixNano">The first nanosecond.</param>
/// <param name="EndUnixNano">The nanosecond after the last one.</param>
public readonly record struct TimeInterval(ulong StartUnixNano, ulong EndUnixNano)
{
    /// <summary>Whether no instant lies inside.</summary>
    public bool IsEmpty => EndUnixNano <= StartUnixNano;

    /// <summary>The length in nanoseconds; 0 if empty.</summary>
    public ulong DurationNanos => IsEmpty ? 0 : EndUnixNano - StartUnixNano;
}
