using Lumen.Queries;

namespace Lumen.Storage.Embedded.Searching;

/// <summary>What a search knows of the origins of one catalog, by their numbers, before it looks at a span.</summary>
/// <param name="Accepted">Whether spans of an origin can match.</param>
/// <param name="Truths">What an origin says of the predicate's conditions; empty where there is no predicate.</param>
internal sealed record OriginAnswers(bool[] Accepted, ConditionTruth[] Truths)
{
    /// <summary>What the accepted origins say, each once: a few, however many origins there are.</summary>
    internal ConditionTruth[] Distinct { get; } = [.. Truths.Where((_, origin) => Accepted[origin]).Distinct()];

    /// <summary>Whether spans of most origins can match.</summary>
    internal bool AcceptMost { get; } = Accepted.Count(static accepted => accepted) * 2 > Accepted.Length;

    /// <summary>Whether any accepted origin makes one of some conditions true.</summary>
    internal bool MakeTrue(ulong conditions) => Array.Exists(Distinct, truth => (truth.True & conditions) != 0);
}
