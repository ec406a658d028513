namespace Lumen.Ingestion;

/// <summary>
/// Lets one message through in each ten seconds and counts the rest: what happens to every request must not fill a disk with its log.
/// Thread-safe and lock-free.
/// </summary>
internal sealed class LogThrottle
{
    /// <summary>How long it stays silent after a message.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;
    private readonly long _periodStamps;
    private long _next = long.MinValue;
    private long _suppressed;

    internal LogThrottle(TimeProvider time)
    {
        _time = time;
        _periodStamps = (long)(Period.TotalSeconds * time.TimestampFrequency);
    }

    /// <summary>Whether a message may be written now.</summary>
    /// <param name="suppressed">How many were not, since the one before.</param>
    internal bool TryPass(out long suppressed)
    {
        var now = _time.GetTimestamp();
        var next = Interlocked.Read(ref _next);
        if (now < next || Interlocked.CompareExchange(ref _next, now + _periodStamps, next) != next)
        {
            Interlocked.Increment(ref _suppressed);
            suppressed = 0;
            return false;
        }

        suppressed = Interlocked.Exchange(ref _suppressed, 0);
        return true;
    }
}
