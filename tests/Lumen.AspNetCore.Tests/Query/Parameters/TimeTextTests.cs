using System.Globalization;
using FsCheck.Xunit;
using Lumen.AspNetCore.Query.Parameters;

namespace Lumen.AspNetCore.Tests.Query.Parameters;

public sealed class TimeTextTests
{
    private const ulong Noon = 1_769_860_800_000_000_000;

    [Theory]
    [InlineData("2026-01-31T12:00:00Z", Noon)]
    [InlineData("2026-01-31T12:00:00z", Noon)]
    [InlineData("2026-01-31T12:00Z", Noon)]
    [InlineData("2026-01-31T12:00:00", Noon)]
    [InlineData("2026-01-31T14:00:00+02:00", Noon)]
    [InlineData("2026-01-31T14:00:00 02:00", Noon)]
    [InlineData("2026-01-31T06:30:00-05:30", Noon)]
    [InlineData("2026-01-31", Noon - 43_200_000_000_000)]
    [InlineData("2026-01-31T12:00:00.5Z", Noon + 500_000_000)]
    [InlineData("2026-01-31T12:00:00.123456789Z", Noon + 123_456_789)]
    [InlineData("2026-01-31T12:00:00.1234567899+00:00", Noon + 123_456_789)]
    [InlineData("1769860800000", Noon)]
    [InlineData("1769860800000000001", Noon + 1)]
    [InlineData("0", 0UL)]
    [InlineData("1970-01-01T00:00:00Z", 0UL)]
    [InlineData("100000000000000", 100_000_000_000_000UL)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    [InlineData("2554-07-21T23:34:33.709551615Z", ulong.MaxValue)]
    public void TryParse_Moment_ExactNanoseconds(string text, ulong expected)
    {
        Assert.True(TimeText.TryParse(text, out var moment));
        Assert.Equal(expected, moment);
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1969-12-31T23:59:59Z")]
    [InlineData("2026-13-01")]
    [InlineData("2026-01-31T12:00:00.Z")]
    [InlineData("2026-01-31T12:00:00.5.5Z")]
    [InlineData("2554-07-21T23:34:33.709551616Z")]
    [InlineData("99999999999999")]
    [InlineData("18446744073709551616")]
    public void TryParse_AnythingElse_Refused(string text) => Assert.False(TimeText.TryParse(text, out _));

    [Property]
    public void TryParse_OwnIsoText_RoundTrips(ulong nanos)
    {
        var moment = DateTimeOffset.UnixEpoch.AddTicks((long)(nanos / 100));
        var text = moment.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture);
        Assert.True(TimeText.TryParse($"{text}{nanos % 100:00}Z", out var read));
        Assert.Equal(nanos, read);
    }
}
