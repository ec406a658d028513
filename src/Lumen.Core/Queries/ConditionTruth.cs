namespace Lumen.Queries;

/// <summary>
/// What is known about the conditions of a <see cref="SpanMatcher"/>: one bit for each, in their order. A condition whose bit is in
/// neither set is open.
/// </summary>
/// <param name="True">The conditions that hold.</param>
/// <param name="False">The conditions that do not.</param>
public readonly record struct ConditionTruth(ulong True, ulong False)
{
    /// <summary>Both together. A condition that holds by one of them holds, whatever the other says.</summary>
    /// <param name="left">What is known.</param>
    /// <param name="right">What is known besides.</param>
    public static ConditionTruth operator |(ConditionTruth left, ConditionTruth right)
    {
        var holds = left.True | right.True;
        return new ConditionTruth(holds, (left.False | right.False) & ~holds);
    }

    /// <summary>Both together.</summary>
    /// <param name="left">What is known.</param>
    /// <param name="right">What is known besides.</param>
    public static ConditionTruth BitwiseOr(ConditionTruth left, ConditionTruth right) => left | right;

    /// <summary>The same, where some conditions do not hold unless they are known to.</summary>
    /// <param name="conditions">The conditions, by their bits.</param>
    public ConditionTruth Without(ulong conditions) => this with { False = False | (conditions & ~True) };
}
