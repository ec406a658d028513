namespace Lumen.Storage;

/// <summary>Services or operations.</summary>
/// <typeparam name="T">A service is a string, an operation an <see cref="Operation"/>.</typeparam>
/// <param name="Names">The names, each once.</param>
/// <param name="IncompleteReason">
/// Why there may be others, as a sentence: the limit cut the list, something cannot be read, or there are too many names to look at; null
/// if these are all.
/// </param>
public sealed record NameList<T>(IReadOnlyList<T> Names, string? IncompleteReason)
{
    /// <summary>Whether these are all names that were asked for.</summary>
    public bool IsComplete => IncompleteReason is null;
}
