using System.Globalization;
using Lumen.Queries;

namespace Lumen.TestKit;

/// <summary>Random predicates over the names and values of <see cref="SmallAttributes"/>.</summary>
/// <param name="random">What they are made of.</param>
public sealed class RandomPredicates(Random random)
{
    private static readonly ConditionOperator[] TextOperators =
        [ConditionOperator.Exists, ConditionOperator.Equal, ConditionOperator.NotEqual, ConditionOperator.OneOf, ConditionOperator.Prefix];

    private static readonly ConditionOperator[] WordOperators =
        [ConditionOperator.Exists, ConditionOperator.Equal, ConditionOperator.NotEqual, ConditionOperator.OneOf];

    private static readonly string[] Numbers =
        ["0", "1", "-3", "1.5", "5", "9007199254740992", "9007199254740993", "9223372036854775807", "1e300", "-3.25", "2e0"];

    private static readonly string[] Texts = ["shop", "cart", "buy", "pay", "library", "a", "exception", "", "1.0"];

    /// <summary>The services, names and other texts that conditions on intrinsic fields compare with.</summary>
    public IReadOnlyList<string> Words { get; init; } = Texts;

    /// <summary>A predicate.</summary>
    /// <param name="depth">How deep it may be nested, at least 1.</param>
    public SpanPredicate Next(int depth = 4)
    {
        switch (depth <= 1 ? 0 : random.Next(6))
        {
            case 1:
                return new SpanConjunction(NextParts(depth - 1));
            case 2:
                return new SpanDisjunction(NextParts(depth - 1));
            case 3:
                return Next(depth - 1).Negate();
            default:
                return random.Next(3) == 0 ? NextIntrinsic() : NextAttribute();
        }
    }

    private SpanPredicate[] NextParts(int depth) => [.. Enumerable.Range(0, random.Next(2, 4)).Select(_ => Next(depth))];

    private SpanCondition NextAttribute()
    {
        var field = SpanField.Attribute(
            (AttributeLevel)random.Next(Enum.GetValues<AttributeLevel>().Length),
            SmallAttributes.Keys[random.Next(SmallAttributes.Keys.Count)]);
        return random.Next(3) == 0
            ? new SpanCondition(field, NextNumeric(), Numbers[random.Next(Numbers.Length)])
            : WithValues(field, TextOperators[random.Next(TextOperators.Length)], NextPrinted);
    }

    private SpanCondition NextIntrinsic()
    {
        var field = SpanField.Of((IntrinsicField)random.Next(Enum.GetValues<IntrinsicField>().Length));
        if (field.IsDuration)
        {
            return random.Next(2) == 0
                ? new SpanCondition(field, NextNumeric(), NextNanos())
                : WithValues(field, WordOperators[random.Next(WordOperators.Length)], NextNanos);
        }

        return field.Intrinsic switch
        {
            IntrinsicField.Kind => WithValues(field, WordOperators[random.Next(4)], () => SpanWords.Kinds[random.Next(6)]),
            IntrinsicField.Status => WithValues(field, WordOperators[random.Next(4)], () => SpanWords.Statuses[random.Next(3)]),
            IntrinsicField.SpanId or IntrinsicField.ParentId => WithValues(
                field, TextOperators[random.Next(TextOperators.Length)], () => new SpanId((ulong)random.Next(1, 30)).ToString()),
            _ => WithValues(field, TextOperators[random.Next(TextOperators.Length)], () => Words[random.Next(Words.Count)]),
        };
    }

    private SpanCondition WithValues(SpanField field, ConditionOperator comparison, Func<string> next) =>
        new(field, comparison, comparison switch
        {
            ConditionOperator.Exists => [],
            ConditionOperator.OneOf => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => next())],
            _ => [next()],
        });

    private ConditionOperator NextNumeric() =>
        (ConditionOperator)random.Next((int)ConditionOperator.Less, (int)ConditionOperator.GreaterOrEqual + 1);

    private string NextPrinted()
    {
        var text = SmallAttributes.Values[random.Next(SmallAttributes.Values.Count)].ToString();
        return random.Next(4) == 0 && text.Length > 0 ? text[..1] : text;
    }

    private string NextNanos() => random.Next(40).ToString(CultureInfo.InvariantCulture);
}
