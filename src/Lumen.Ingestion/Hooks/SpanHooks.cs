using Lumen.Queries;

namespace Lumen.Ingestion;

/// <summary>
/// What the host wants done to spans before they are stored: some dropped, some attributes dropped or redacted, some added to resources.
/// Immutable. By default nothing is done, and nothing is spent on it.
/// </summary>
/// <remarks>
/// A name of an attribute is written in full, or as its beginning with <c>*</c> behind it; it is case-sensitive and means attributes of
/// spans, events, links, scopes and resources, not keys within a value. docs/security.md has sets that are useful.
/// </remarks>
public sealed record SpanHooks
{
    /// <summary>What stands for a redacted value: <c>[redacted]</c>.</summary>
    public const string RedactedValue = "[redacted]";

    /// <summary>No hooks.</summary>
    public static SpanHooks None { get; } = new();

    /// <summary>Spans on which one of these holds are dropped. A condition on a whole trace holds never: it is not there yet.</summary>
    public IReadOnlyList<SpanPredicate> DropSpans { get; init; } = [];

    /// <summary>Attributes with these names are left out, and counted in what holds them as dropped.</summary>
    public IReadOnlyList<string> DropAttributes { get; init; } = [];

    /// <summary>Attributes with these names keep their key; their value becomes <see cref="RedactedValue"/>.</summary>
    public IReadOnlyList<string> RedactAttributes { get; init; } = [];

    /// <summary>Attributes that every resource gets which has no attribute of that key.</summary>
    public IReadOnlyDictionary<string, string> ResourceAttributes { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty =>
        DropSpans.Count == 0 && DropAttributes.Count == 0 && RedactAttributes.Count == 0 && ResourceAttributes.Count == 0;
}
