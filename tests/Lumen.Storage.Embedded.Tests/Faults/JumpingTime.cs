using Microsoft.Extensions.Time.Testing;

namespace Lumen.Storage.Embedded.Faults;

/// <summary>A clock in the hands of the test, whose wall can be set while the monotonic clock and the timers go on as they were.</summary>
internal sealed class JumpingTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    /// <summary>How far the wall is off.</summary>
    internal TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
