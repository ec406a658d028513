using System.Globalization;
using Lumen.Queries;

namespace Lumen.Storage.Embedded.Searching;

/// <summary>
/// Moves what a predicate demands of every span into the properties of the query that say the same, which are answered by catalogs and
/// columns: <c>service = "cart" and ...</c> costs no more than the parameter.
/// </summary>
internal static class QueryFolding
{
    /// <summary>An equal query whose predicate is as small as it gets.</summary>
    internal static TraceQuery Fold(TraceQuery query)
    {
        var left = new List<SpanPredicate>();
        foreach (var part in Conjuncts(query.Where))
        {
            if (part is SpanCondition { Field.Intrinsic: { } field } condition && TryFold(query, field, condition) is { } folded)
            {
                query = folded;
            }
            else
            {
                left.Add(part);
            }
        }

        return query with { Where = left.Count == 0 ? null : SpanPredicate.All(left) };
    }

    private static IEnumerable<SpanPredicate> Conjuncts(SpanPredicate? predicate) => predicate switch
    {
        null => [],
        SpanConjunction all => all.Parts.SelectMany(Conjuncts),
        _ => [predicate],
    };

    /// <summary>The query that demands a condition by its properties; null where they cannot say it beside what they say already.</summary>
    private static TraceQuery? TryFold(TraceQuery query, IntrinsicField field, SpanCondition condition)
    {
        var isEquality = condition.Comparison == ConditionOperator.Equal;
        return field switch
        {
            IntrinsicField.Service when isEquality && query.Service is null => query with { Service = condition.Values[0] },
            IntrinsicField.Name when isEquality && query.Operation is null => query with { Operation = condition.Values[0] },
            IntrinsicField.Kind when isEquality && query.Kind is null =>
                query with { Kind = (SpanKind)PlaceOf(SpanWords.Kinds, condition) },
            IntrinsicField.Status when isEquality && query.Status is null =>
                query with { Status = (SpanStatus)PlaceOf(SpanWords.Statuses, condition) },
            IntrinsicField.Duration when BoundsOf(condition) is var (least, most) => query with
            {
                MinDurationNanos = Math.Max(query.MinDurationNanos, least), MaxDurationNanos = Math.Min(query.MaxDurationNanos, most),
            },
            IntrinsicField.TraceDuration when BoundsOf(condition) is var (least, most) => query with
            {
                MinTraceDurationNanos = Math.Max(query.MinTraceDurationNanos, least),
                MaxTraceDurationNanos = Math.Min(query.MaxTraceDurationNanos, most),
            },
            _ => null,
        };
    }

    private static int PlaceOf(IReadOnlyList<string> words, SpanCondition condition)
    {
        var place = 0;
        while (words[place] != condition.Values[0])
        {
            place++;
        }

        return place;
    }

    /// <summary>The durations for which a condition holds, both inclusive; null where they are no range or none at all.</summary>
    private static (ulong Least, ulong Most)? BoundsOf(SpanCondition condition)
    {
        var nanos = condition.Values.Count == 1 ? ulong.Parse(condition.Values[0], CultureInfo.InvariantCulture) : 0;
        return condition.Comparison switch
        {
            ConditionOperator.Equal => (nanos, nanos),
            ConditionOperator.Less when nanos > 0 => (0, nanos - 1),
            ConditionOperator.LessOrEqual => (0, nanos),
            ConditionOperator.Greater when nanos < ulong.MaxValue => (nanos + 1, ulong.MaxValue),
            ConditionOperator.GreaterOrEqual => (nanos, ulong.MaxValue),
            _ => null,
        };
    }
}
