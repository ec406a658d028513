namespace Lumen.Storage;

/// <summary>What an offer of names was made from.</summary>
/// <param name="SpanCount">How many spans were looked at. Copies of a span may count more than once.</param>
/// <param name="IsWhole">Whether these were all spans of the service and the window; else the most recent ones of them.</param>
/// <param name="IncompleteReason">Why spans could not be looked at, as a sentence; null if all could.</param>
public sealed record CompletionBasis(long SpanCount, bool IsWhole, string? IncompleteReason);
