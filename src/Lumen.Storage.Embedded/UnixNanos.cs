using System.Globalization;

namespace Lumen.Storage.Embedded;

/// <summary>Time as it is on disk.</summary>
internal static class UnixNanos
{
    private const long NanosPerTick = 100;

    /// <summary>Now, in nanoseconds since the Unix epoch.</summary>
    /// <remarks>A clock before 1970 or after 2262 counts as the nearest moment that fits.</remarks>
    internal static long GetUnixNanos(this TimeProvider time)
    {
        var sinceEpoch = time.GetUtcNow() - DateTimeOffset.UnixEpoch;
        return sinceEpoch > TimeSpan.Zero ? Of(sinceEpoch) : 0;
    }

    /// <summary>A duration in nanoseconds; the longest that fits for one that does not.</summary>
    internal static long Of(TimeSpan duration) =>
        duration.Ticks > long.MaxValue / NanosPerTick ? long.MaxValue : duration.Ticks * NanosPerTick;

    /// <summary>A stretch of time for people.</summary>
    internal static string Describe(long from, long to) => $"between {Describe(from)} and {Describe(to)}";

    /// <summary>A moment for people, in UTC, to the second.</summary>
    internal static string Describe(long nanos)
    {
        var ticks = Math.Clamp(nanos / NanosPerTick, 0, (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks);
        return DateTimeOffset.UnixEpoch.AddTicks(ticks).ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
    }
}
