using Lumen.Queries;

namespace Lumen.Core.Tests.Queries;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("0", 0UL)]
    [InlineData("10ns", 10UL)]
    [InlineData("100us", 100_000UL)]
    [InlineData("100µs", 100_000UL)]
    [InlineData("100μs", 100_000UL)]
    [InlineData("250ms", 250_000_000UL)]
    [InlineData("1.5s", 1_500_000_000UL)]
    [InlineData("2m", 120_000_000_000UL)]
    [InlineData("1h", 3_600_000_000_000UL)]
    [InlineData("1h2m3.004s", 3_723_004_000_000UL)]
    [InlineData("0.1ns", 0UL)]
    [InlineData("0.000000001s", 1UL)]
    [InlineData("18446744073709551615ns", ulong.MaxValue)]
    public void TryParse_Duration_ExactNanoseconds(string text, ulong expected)
    {
        Assert.True(DurationText.TryParse(text, out var nanos));
        Assert.Equal(expected, nanos);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("-5ms")]
    [InlineData("5 ms")]
    [InlineData("ms")]
    [InlineData("5mss")]
    [InlineData("5d")]
    [InlineData("1.2.3s")]
    [InlineData(".s")]
    [InlineData("1e3ms")]
    [InlineData("18446744073709551616ns")]
    [InlineData("18446744073709551615ns1ns")]
    [InlineData("999999999999999999999999h")]
    [InlineData("99999999999999999999999999999999999999h")]
    public void TryParse_AnythingElse_Refused(string text) => Assert.False(DurationText.TryParse(text, out _));
}
