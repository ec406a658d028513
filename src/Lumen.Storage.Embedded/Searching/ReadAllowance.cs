using System.Globalization;

namespace Lumen.Storage.Embedded.Searching;

/// <summary>How much memory a search may take for the spans of a trace, beside what its page keeps already. Not thread-safe.</summary>
/// <param name="most">How many bytes.</param>
internal sealed class ReadAllowance(long most)
{
    /// <summary>What the facts of a span take while they are gathered, checked for repeated ids and summarised.</summary>
    internal const long BytesOfFacts = 350;

    /// <summary>What a page keeps of each service of a trace.</summary>
    private const long BytesOfService = 100;

    private long _kept;

    /// <summary>Whether so much may be held.</summary>
    internal bool Allows(long bytes) => bytes <= most - _kept;

    /// <summary>Counts a summary in, which the page keeps.</summary>
    internal void Keep(TraceSummary summary) => _kept += summary.Services.Count * BytesOfService;

    /// <summary>What to throw where a trace takes more than is allowed.</summary>
    /// <param name="id">The trace.</param>
    /// <param name="estimate">About how many bytes it takes.</param>
    internal TraceTooLargeException TooLarge(TraceId id, long estimate) => new(string.Create(
        CultureInfo.InvariantCulture, $"To summarise trace {id} takes more than the {most:N0} bytes that the search may take."))
    {
        NeededBytes = Math.Max(estimate + _kept, most > long.MaxValue / 2 ? long.MaxValue : 2 * most),
    };
}
