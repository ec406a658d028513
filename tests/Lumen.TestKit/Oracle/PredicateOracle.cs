using System.Globalization;
using System.Numerics;
using Lumen.Queries;

namespace Lumen.TestKit;

/// <summary>
/// What a predicate means, in the plainest form: every condition looks at all values of its field on an interpreted span. Shares no code
/// with the evaluation that stores use.
/// </summary>
public static class PredicateOracle
{
    /// <summary>Whether a predicate holds on a span.</summary>
    /// <param name="predicate">The predicate.</param>
    /// <param name="span">The span.</param>
    /// <param name="traceDurationNanos">The duration of its trace.</param>
    public static bool Holds(SpanPredicate predicate, Span span, ulong traceDurationNanos) => predicate switch
    {
        SpanConjunction all => all.Parts.All(part => Holds(part, span, traceDurationNanos)),
        SpanDisjunction any => any.Parts.Any(part => Holds(part, span, traceDurationNanos)),
        SpanNegation negation => !Holds(negation.Part, span, traceDurationNanos),
        SpanCondition condition => ValuesOf(condition.Field, span, traceDurationNanos).Any(value => Holds(condition, value)),
        _ => throw new NotSupportedException(),
    };

    private static bool Holds(SpanCondition condition, AnyValue value)
    {
        var printed = value.ToString();
        return condition.Comparison switch
        {
            ConditionOperator.Exists => true,
            ConditionOperator.Equal => printed == condition.Values[0],
            ConditionOperator.NotEqual => printed != condition.Values[0],
            ConditionOperator.OneOf => condition.Values.Contains(printed),
            ConditionOperator.Prefix => printed.StartsWith(condition.Values[0], StringComparison.Ordinal),
            ConditionOperator.Less => OrderOf(condition, value) < 0,
            ConditionOperator.LessOrEqual => OrderOf(condition, value) <= 0,
            ConditionOperator.Greater => OrderOf(condition, value) > 0,
            ConditionOperator.GreaterOrEqual => OrderOf(condition, value) >= 0,
            _ => throw new NotSupportedException(),
        };
    }

    /// <summary>How a value compares with a number; null for what is no number. Exact: both as fractions over a power of two.</summary>
    private static int? OrderOf(SpanCondition condition, AnyValue value)
    {
        var number = condition.Values[0];
        if (value.AsDouble is { } real && !double.IsFinite(real))
        {
            return double.IsNaN(real) ? null : real > 0 ? 1 : -1;
        }

        BigInteger? left = condition.Field.IsDuration ? Scaled(BigInteger.Parse(value.ToString(), CultureInfo.InvariantCulture))
            : value.AsInt is { } integer ? Scaled((BigInteger)integer) : value.AsDouble is { } finite ? Scaled(finite) : null;
        var right = BigInteger.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? Scaled(whole)
            : Scaled(double.Parse(number, CultureInfo.InvariantCulture));
        return left?.CompareTo(right);
    }

    private static string Printed(ulong nanos) => nanos.ToString(CultureInfo.InvariantCulture);

    private static BigInteger Scaled(BigInteger value) => value << 1_100;

    private static BigInteger Scaled(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = (bits & 0xFFFFFFFFFFFFF) | (exponent == 0 ? 0 : 1L << 52);
        return new BigInteger(bits < 0 ? -mantissa : mantissa) << (1_100 - 1_075 + Math.Max(exponent, 1));
    }

    private static IEnumerable<AnyValue> ValuesOf(SpanField field, Span span, ulong traceDurationNanos) => field.Intrinsic switch
    {
        null => AttributesAt(field.Level, span).Where(attribute => attribute.Key == field.Key).Select(attribute => attribute.Value),
        IntrinsicField.Service => [AnyValue.Of(span.Service)],
        IntrinsicField.Name => [AnyValue.Of(span.Name)],
        IntrinsicField.Kind => [AnyValue.Of(Enum.IsDefined(span.Kind) ? span.Kind.ToString().ToLowerInvariant() : $"{(int)span.Kind}")],
        IntrinsicField.Status =>
            [AnyValue.Of(Enum.IsDefined(span.Status) ? span.Status.ToString().ToLowerInvariant() : $"{(int)span.Status}")],
        IntrinsicField.StatusMessage => Present(span.StatusMessage),
        IntrinsicField.Duration => [AnyValue.Of(Printed(span.DurationNanos))],
        IntrinsicField.TraceDuration => [AnyValue.Of(Printed(traceDurationNanos))],
        IntrinsicField.TraceId => [AnyValue.Of(span.TraceId.ToString())],
        IntrinsicField.SpanId => [AnyValue.Of(span.Id.ToString())],
        IntrinsicField.ParentId => span.ParentId.IsZero ? [] : [AnyValue.Of(span.ParentId.ToString())],
        IntrinsicField.ScopeName => Present(span.Scope.Name),
        IntrinsicField.ScopeVersion => Present(span.Scope.Version),
        IntrinsicField.EventName => span.Events.Select(item => AnyValue.Of(item.Name)),
        _ => throw new NotSupportedException(),
    };

    private static IEnumerable<AnyValue> Present(string text) => text.Length == 0 ? [] : [AnyValue.Of(text)];

    private static IEnumerable<KeyValue> AttributesAt(AttributeLevel level, Span span) => level switch
    {
        AttributeLevel.Span => span.Attributes,
        AttributeLevel.Resource => span.Resource.Attributes,
        AttributeLevel.Scope => span.Scope.Attributes,
        AttributeLevel.Event => span.Events.SelectMany(item => item.Attributes),
        AttributeLevel.Link => span.Links.SelectMany(link => link.Attributes),
        _ => Enum.GetValues<AttributeLevel>().Where(one => one != AttributeLevel.Any).SelectMany(one => AttributesAt(one, span)),
    };
}
