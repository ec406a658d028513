namespace Lumen.Storage;

/// <summary>One page of search results.</summary>
/// <param name="Traces">The traces, newest matching span first, then trace id ascending.</param>
/// <param name="Next">Where the next page begins; null if there is none.</param>
/// <param name="IncompleteReason">
/// Why the answer may lack traces, as a sentence; null if it does not. A further page is no such reason.
/// </param>
public sealed record TracePage(IReadOnlyList<TraceSummary> Traces, SearchCursor? Next, string? IncompleteReason)
{
    /// <summary>A page with nothing on it.</summary>
    public static TracePage Empty { get; } = new([], null, null);

    /// <summary>Whether nothing that is stored is known to be left out.</summary>
    public bool IsComplete => IncompleteReason is null;
}
