namespace Lumen.Storage.Embedded.Statistics;

/// <summary>What a block holds of one service.</summary>
/// <param name="Service">Number of the service in the bucket's catalog.</param>
/// <param name="Spans">How many spans.</param>
/// <param name="Errors">How many of them have status error.</param>
/// <param name="LatestUsualStart">The latest start that is near arrival; 0 if there is none.</param>
/// <param name="LongestDuration">The longest duration, nanoseconds.</param>
internal readonly record struct ServiceFacts(int Service, int Spans, int Errors, ulong LatestUsualStart, ulong LongestDuration)
{
    /// <summary>These facts and those of other spans of the service.</summary>
    internal ServiceFacts With(in ServiceFacts other) => this with
    {
        Spans = Spans + other.Spans,
        Errors = Errors + other.Errors,
        LatestUsualStart = Math.Max(LatestUsualStart, other.LatestUsualStart),
        LongestDuration = Math.Max(LongestDuration, other.LongestDuration),
    };

    /// <summary>These facts and those of another span of the service.</summary>
    internal ServiceFacts With(ulong start, bool isUsual, ulong duration, bool isError) => this with
    {
        Spans = Spans + 1,
        Errors = Errors + (isError ? 1 : 0),
        LatestUsualStart = isUsual ? Math.Max(LatestUsualStart, start) : LatestUsualStart,
        LongestDuration = Math.Max(LongestDuration, duration),
    };
}
