namespace Lumen.Queries;

/// <summary>Holds where its part does not: NOT. Immutable.</summary>
public sealed record SpanNegation : SpanPredicate
{
    /// <summary>Makes it of its part.</summary>
    /// <param name="part">What must not hold.</param>
    /// <exception cref="ArgumentException">The whole exceeds a bound.</exception>
    public SpanNegation(SpanPredicate part)
        : base(part.Depth + 1, part.ConditionCount) => Part = part;

    /// <summary>What must not hold.</summary>
    public SpanPredicate Part { get; }
}
