using System.Globalization;
using Lumen.Queries.Matching;

namespace Lumen.Queries.Text;

/// <summary>Which values and comparisons have a meaning for a field.</summary>
internal static class ConditionRules
{
    /// <summary>What is wrong, as a sentence without its full stop; null if nothing is.</summary>
    internal static string? FindProblem(SpanField field, ConditionOperator comparison, IReadOnlyList<string> values)
    {
        var (least, most) = comparison switch
        {
            ConditionOperator.Exists => (0, 0),
            ConditionOperator.OneOf => (1, SpanCondition.MaxValues),
            _ => (1, 1),
        };
        if (values.Count < least || values.Count > most)
        {
            return least == most ? $"this comparison takes {least} values" : $"this comparison takes {least} to {most} values";
        }

        return FindProblemOf(field, comparison)
            ?? values.Select(value => FindProblemOf(field, comparison, value)).FirstOrDefault(static problem => problem is not null);
    }

    private static string? FindProblemOf(SpanField field, ConditionOperator comparison)
    {
        if (comparison >= ConditionOperator.Less && field.Intrinsic is { } intrinsic && !field.IsDuration)
        {
            return $"{FieldText.NameOf(intrinsic)} is no number, compare it with = or !=";
        }

        return comparison == ConditionOperator.Prefix
            && (field.IsDuration || field.Intrinsic is IntrinsicField.Kind or IntrinsicField.Status)
            ? $"{FieldText.NameOf(field.Intrinsic!.Value)} is not compared by its beginning" : null;
    }

    private static string? FindProblemOf(SpanField field, ConditionOperator comparison, string value)
    {
        if (!WellFormedText.Is(value))
        {
            return "a value holds half a character";
        }

        if (field.IsDuration)
        {
            return ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) && (value.Length == 1 || value[0] != '0')
                ? null : $"'{value}' is no duration, write {DurationText.Form}";
        }

        if (comparison >= ConditionOperator.Less)
        {
            return SearchNumber.TryParse(value, out _) ? null : $"'{value}' is no number, and < and > compare with numbers only";
        }

        return field.Intrinsic switch
        {
            IntrinsicField.Kind when !SpanWords.Kinds.Contains(value) =>
                $"'{value}' is no kind, write {string.Join(", ", SpanWords.Kinds)}",
            IntrinsicField.Status when !SpanWords.Statuses.Contains(value) =>
                $"'{value}' is no status, write {string.Join(", ", SpanWords.Statuses)}",
            _ => null,
        };
    }
}
