namespace Lumen.Queries;

/// <summary>Holds where any of its parts holds: OR. Immutable.</summary>
public sealed record SpanDisjunction : SpanPredicate
{
    /// <summary>Makes it of its parts.</summary>
    /// <param name="parts">At least two. Copied.</param>
    /// <exception cref="ArgumentException">There are fewer, or the whole exceeds a bound.</exception>
    public SpanDisjunction(IReadOnlyList<SpanPredicate> parts)
        : base(DepthOver(parts), parts.Sum(static part => part.ConditionCount)) => Parts = CopyOf(parts);

    /// <summary>The parts, in their order.</summary>
    public IReadOnlyList<SpanPredicate> Parts { get; }

    /// <inheritdoc/>
    public bool Equals(SpanDisjunction? other) => other is not null && Parts.SequenceEqual(other.Parts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashOf(Parts);
}
