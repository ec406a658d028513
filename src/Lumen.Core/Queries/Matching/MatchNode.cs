namespace Lumen.Queries.Matching;

/// <summary>A predicate over numbered conditions, decided from what is known of them. Immutable.</summary>
/// <param name="kind">What it is.</param>
/// <param name="bits">The conditions that are its parts themselves; for a negation of a condition, that one.</param>
/// <param name="parts">The other parts.</param>
internal sealed class MatchNode(MatchNodeKind kind, ulong bits, MatchNode[] parts)
{
    /// <summary>Numbers the conditions of a predicate in their order.</summary>
    internal static MatchNode Of(SpanPredicate predicate, List<SpanCondition> conditions) => predicate switch
    {
        SpanConjunction all => Of(MatchNodeKind.All, all.Parts, conditions),
        SpanDisjunction any => Of(MatchNodeKind.Any, any.Parts, conditions),
        SpanNegation negation => Of(MatchNodeKind.Not, [negation.Part], conditions),
        _ => Of(MatchNodeKind.All, [predicate], conditions),
    };

    /// <summary>Whether it holds; null where that depends on conditions that are open.</summary>
    internal bool? Decide(in ConditionTruth truth) => kind switch
    {
        MatchNodeKind.All => DecideAll(truth),
        MatchNodeKind.Any => DecideAny(truth),
        _ => !DecideAll(truth),
    };

    private static MatchNode Of(MatchNodeKind kind, IReadOnlyList<SpanPredicate> predicates, List<SpanCondition> conditions)
    {
        var bits = 0UL;
        var parts = new List<MatchNode>();
        foreach (var predicate in predicates)
        {
            if (predicate is SpanCondition condition)
            {
                bits |= 1UL << conditions.Count;
                conditions.Add(condition);
            }
            else
            {
                parts.Add(Of(predicate, conditions));
            }
        }

        return new MatchNode(kind, bits, [.. parts]);
    }

    private bool? DecideAll(in ConditionTruth truth)
    {
        if ((truth.False & bits) != 0)
        {
            return false;
        }

        var isOpen = (truth.True & bits) != bits;
        foreach (var part in parts)
        {
            var holds = part.Decide(truth);
            if (holds == false)
            {
                return false;
            }

            isOpen |= holds is null;
        }

        return isOpen ? null : true;
    }

    private bool? DecideAny(in ConditionTruth truth)
    {
        if ((truth.True & bits) != 0)
        {
            return true;
        }

        var isOpen = (truth.False & bits) != bits;
        foreach (var part in parts)
        {
            var holds = part.Decide(truth);
            if (holds == true)
            {
                return true;
            }

            isOpen |= holds is null;
        }

        return isOpen ? null : false;
    }
}

/// <summary>How a node of a predicate joins its parts.</summary>
internal enum MatchNodeKind
{
    /// <summary>All parts hold.</summary>
    All = 0,

    /// <summary>Any part holds.</summary>
    Any,

    /// <summary>Its one part does not hold.</summary>
    Not,
}
