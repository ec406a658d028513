namespace Lumen.Storage.Embedded.Searching.Sources;

/// <summary>
/// Spans that have not been looked at yet, and a bound for them: no result in them is newer. A source may break up into others.
/// </summary>
/// <param name="latestStart">No matching span of it starts later; nanoseconds since the Unix epoch.</param>
internal abstract class SearchSource(ulong latestStart)
{
    internal ulong LatestStart { get; } = latestStart;

    /// <summary>Looks at the spans: adds what matches, or smaller sources.</summary>
    internal abstract void Open(TraceSearch search, CancellationToken cancellationToken);
}
