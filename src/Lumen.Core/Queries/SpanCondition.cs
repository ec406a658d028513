using Lumen.Queries.Matching;
using Lumen.Queries.Text;

namespace Lumen.Queries;

/// <summary>One comparison of a field, true where some value of it compares so. Immutable.</summary>
public sealed record SpanCondition : SpanPredicate
{
    /// <summary>How many values <see cref="ConditionOperator.OneOf"/> takes at most: 1,000.</summary>
    public const int MaxValues = 1_000;

    /// <summary>Makes a condition.</summary>
    /// <param name="field">What is compared.</param>
    /// <param name="comparison">How.</param>
    /// <param name="values">
    /// With what: none for existence, 1 to <see cref="MaxValues"/> for one of several, else one. For a numeric comparison a number in
    /// digits (<c>500</c>, <c>-1.5</c>, <c>2e9</c>), for durations whole nanoseconds in digits, for kind and status their lower-case words.
    /// </param>
    /// <exception cref="ArgumentException">The values are not of this form, or the comparison has no meaning for the field.</exception>
    public SpanCondition(SpanField field, ConditionOperator comparison, params IReadOnlyList<string> values)
        : base(1, 1)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(values);
        if (ConditionRules.FindProblem(field, comparison, values) is { } problem)
        {
            throw new ArgumentException(problem, nameof(values));
        }

        Field = field;
        Comparison = comparison;
        Values = [.. values];
    }

    /// <summary>What is compared.</summary>
    public SpanField Field { get; }

    /// <summary>How.</summary>
    public ConditionOperator Comparison { get; }

    /// <summary>With what.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>Whether this compares numbers.</summary>
    public bool IsNumeric => Comparison >= ConditionOperator.Less;

    /// <summary>
    /// Whether the comparison can hold for a number within bounds: for stores that know the least and the greatest number of many spans.
    /// </summary>
    /// <param name="least">No number is below this.</param>
    /// <param name="greatest">No number is above this.</param>
    /// <returns>False if it can hold for none; true for a comparison that is not of numbers.</returns>
    public bool MayHoldBetween(double least, double greatest)
    {
        if (!IsNumeric || !SearchNumber.TryParse(Values[0], out var number))
        {
            return true;
        }

        return Comparison switch
        {
            ConditionOperator.Less => number.OrderOf(least) < 0,
            ConditionOperator.LessOrEqual => number.OrderOf(least) <= 0,
            ConditionOperator.Greater => number.OrderOf(greatest) > 0,
            _ => number.OrderOf(greatest) >= 0,
        };
    }

    /// <summary>Equality with an attribute's printed value.</summary>
    /// <param name="level">Where the attribute stands.</param>
    /// <param name="key">Its key.</param>
    /// <param name="value">The printed value.</param>
    public static SpanCondition Attribute(AttributeLevel level, string key, string value) =>
        new(SpanField.Attribute(level, key), ConditionOperator.Equal, value);

    /// <inheritdoc/>
    public bool Equals(SpanCondition? other) =>
        other is not null && Field == other.Field && Comparison == other.Comparison && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Field, Comparison, HashOf(Values));
}
