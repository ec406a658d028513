using Lumen.Queries.Text;

namespace Lumen.Queries;

/// <summary>
/// What must hold on one span: a condition, or conditions under AND, OR and NOT. Immutable, compared by content. The tree is bounded, so
/// that neither evaluating nor printing it can exhaust anything.
/// </summary>
/// <remarks>docs/search.md describes the semantics and the text form.</remarks>
public abstract record SpanPredicate
{
    /// <summary>How many conditions a predicate has at most: 64.</summary>
    public const int MaxConditions = 64;

    /// <summary>How deep a predicate is nested at most: 32 levels, a condition alone being one.</summary>
    public const int MaxDepth = 32;

    private protected SpanPredicate(int depth, int conditionCount)
    {
        if (depth > MaxDepth)
        {
            throw new ArgumentException($"A predicate is nested at most {MaxDepth} deep.");
        }

        if (conditionCount > MaxConditions)
        {
            throw new ArgumentException($"A predicate has at most {MaxConditions} conditions.");
        }

        Depth = depth;
        ConditionCount = conditionCount;
    }

    /// <summary>How deep it is nested; 1 for a condition.</summary>
    public int Depth { get; }

    /// <summary>How many conditions it has; 1 for a condition.</summary>
    public int ConditionCount { get; }

    /// <summary>A predicate that holds where all parts hold; the part itself where there is one.</summary>
    /// <param name="parts">At least one part.</param>
    /// <exception cref="ArgumentException">There is no part, or the whole exceeds a bound.</exception>
    public static SpanPredicate All(params IReadOnlyList<SpanPredicate> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return parts.Count == 1 ? parts[0] : new SpanConjunction(parts);
    }

    /// <summary>A predicate that holds where any part holds; the part itself where there is one.</summary>
    /// <param name="parts">At least one part.</param>
    /// <exception cref="ArgumentException">There is no part, or the whole exceeds a bound.</exception>
    public static SpanPredicate Any(params IReadOnlyList<SpanPredicate> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return parts.Count == 1 ? parts[0] : new SpanDisjunction(parts);
    }

    /// <summary>A predicate that holds where this one does not, where a field is absent too.</summary>
    public SpanPredicate Negate() => new SpanNegation(this);

    /// <summary>Reads the text form.</summary>
    /// <param name="text">The text; docs/search.md has the grammar.</param>
    /// <exception cref="QuerySyntaxException">It does not read; the message names the character and says what to write.</exception>
    public static SpanPredicate Parse(string text) => new PredicateParser(text).Parse();

    /// <summary>The text form, which <see cref="Parse"/> reads to an equal predicate.</summary>
    public sealed override string ToString() => PredicateText.Print(this);

    private protected static IReadOnlyList<SpanPredicate> CopyOf(IReadOnlyList<SpanPredicate> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return parts.Count >= 2 ? [.. parts] : throw new ArgumentException("There must be at least two parts.", nameof(parts));
    }

    private protected static int DepthOver(IReadOnlyList<SpanPredicate> parts) =>
        parts.Count == 0 ? 1 : 1 + parts.Max(static part => part.Depth);

    private protected static int HashOf<T>(IReadOnlyList<T> items)
    {
        var hash = default(HashCode);
        foreach (var item in items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }
}
