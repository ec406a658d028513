using Microsoft.Extensions.Time.Testing;

namespace Lumen.Ingestion.Diagnostics;

public sealed class LogThrottleTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TryPass_AgainWithinThePeriod_IsFalseAndCounted()
    {
        var throttle = new LogThrottle(_time);

        Assert.True(throttle.TryPass(out var before));
        Assert.False(throttle.TryPass(out _));
        Assert.False(throttle.TryPass(out _));
        _time.Advance(LogThrottle.Period);
        Assert.True(throttle.TryPass(out var suppressed));

        Assert.Equal((0, 2), (before, suppressed));
    }

    [Fact]
    public async Task TryPass_FromManyThreads_LetsOneThrough()
    {
        var throttle = new LogThrottle(_time);

        var passed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => throttle.TryPass(out var _))));
        _time.Advance(LogThrottle.Period);
        Assert.True(throttle.TryPass(out var suppressed));

        Assert.Single(passed, pass => pass);
        Assert.Equal(7, suppressed);
    }
}
