using System.Text;

namespace Lumen.Queries.Matching;

/// <summary>A condition's comparison, made ready for many values. Immutable.</summary>
internal sealed class ValueTest
{
    private readonly ConditionOperator _comparison;
    private readonly byte[][] _texts;
    private readonly SearchNumber _number;

    internal ValueTest(SpanCondition condition)
    {
        _comparison = condition.Comparison;
        _texts = [.. condition.Values.Select(Encoding.UTF8.GetBytes)];
        _number = condition.IsNumeric && SearchNumber.TryParse(condition.Values[0], out var number) ? number : default;
    }

    /// <summary>Whether the comparison holds for an attribute's value.</summary>
    /// <param name="anyValue">The bytes of an <c>AnyValue</c> message.</param>
    internal bool HoldsFor(ReadOnlySpan<byte> anyValue)
    {
        if (_comparison == ConditionOperator.Exists)
        {
            return true;
        }

        var value = AnyValueView.Read(anyValue);
        if (_comparison >= ConditionOperator.Less)
        {
            return value.Kind switch
            {
                AnyValueKind.Int => Holds(_number.OrderOf((Int128)value.Integer)),
                AnyValueKind.Double => Holds(_number.OrderOf(value.Real)),
                _ => false,
            };
        }

        Span<byte> scratch = stackalloc byte[AnyValueView.ScratchSize];
        return HoldsForText(value.Print(scratch));
    }

    /// <summary>Whether the comparison holds for a printed value.</summary>
    internal bool HoldsForText(ReadOnlySpan<byte> printed)
    {
        switch (_comparison)
        {
            case ConditionOperator.Exists:
                return true;
            case ConditionOperator.Equal:
                return printed.SequenceEqual(_texts[0]);
            case ConditionOperator.NotEqual:
                return !printed.SequenceEqual(_texts[0]);
            case ConditionOperator.Prefix:
                return printed.StartsWith(_texts[0]);
            case ConditionOperator.OneOf:
                return IsOneOf(printed);
            default:
                return false;
        }
    }

    /// <summary>Whether the comparison holds for a number of nanoseconds.</summary>
    internal bool HoldsForNanos(ulong nanos)
    {
        if (_comparison >= ConditionOperator.Less)
        {
            return Holds(_number.OrderOf((Int128)nanos));
        }

        Span<byte> scratch = stackalloc byte[AnyValueView.ScratchSize];
        nanos.TryFormat(scratch, out var written);
        return HoldsForText(scratch[..written]);
    }

    private bool IsOneOf(ReadOnlySpan<byte> printed)
    {
        foreach (var text in _texts)
        {
            if (printed.SequenceEqual(text))
            {
                return true;
            }
        }

        return false;
    }

    private bool Holds(int? order) => _comparison switch
    {
        ConditionOperator.Less => order < 0,
        ConditionOperator.LessOrEqual => order <= 0,
        ConditionOperator.Greater => order > 0,
        _ => order >= 0,
    };
}
