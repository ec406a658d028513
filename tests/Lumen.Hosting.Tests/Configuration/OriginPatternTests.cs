namespace Lumen.Hosting.Tests.Configuration;

public sealed class OriginPatternTests
{
    [Theory]
    [InlineData("https://app.example.com", "https://app.example.com", true)]
    [InlineData("https://app.example.com", "HTTPS://APP.example.com", true)]
    [InlineData("https://app.example.com", "https://app.example.com.evil.org", false)]
    [InlineData("https://app.example.com", "http://app.example.com", false)]
    [InlineData("https://app.example.com", "https://app.example.com:8443", false)]
    [InlineData("https://app.example.com", "null", false)]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080", true)]
    [InlineData("https://*.example.com", "https://app.example.com", true)]
    [InlineData("https://*.example.com", "https://a.b.example.com", true)]
    [InlineData("https://*.example.com", "https://example.com", false)]
    [InlineData("https://*.example.com", "https://.example.com", false)]
    [InlineData("https://*.example.com", "https://evil.org/.example.com", false)]
    [InlineData("https://*.example.com", "https://evil.org#.example.com", false)]
    [InlineData("https://*.example.com", "https://me@app.example.com", false)]
    [InlineData("https://*.example.com:8443", "https://app.example.com:8443", true)]
    [InlineData("http://localhost:*", "http://localhost:5173", true)]
    [InlineData("http://localhost:*", "http://localhost", false)]
    [InlineData("*", "https://anything.example.org", true)]
    public void Matches_Origin_OnlyWhereNothingElseIsMadeToLookRight(string pattern, string origin, bool expected) =>
        Assert.Equal(expected, OriginPattern.Parse(pattern)!.Matches(origin));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("app.example.com")]
    [InlineData("https://app.example.com/")]
    [InlineData("https://app.example.com/path")]
    [InlineData("https://app.example.com?x=*")]
    [InlineData("https://me@app.example.com")]
    [InlineData("https://*")]
    [InlineData("https://*.*.example.com")]
    [InlineData("https://app.*.com")]
    [InlineData("*.example.com")]
    [InlineData("https://app*.example.com")]
    public void Parse_NoOrigin_Null(string? text) => Assert.Null(OriginPattern.Parse(text));
}
