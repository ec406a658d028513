using System.Runtime.CompilerServices;
using Lumen.Queries;
using Lumen.Storage.Embedded.Catalogs;

namespace Lumen.Storage.Embedded.Searching;

/// <summary>
/// Asks the predicates of one search about the origins of catalogs: each operation, resource and scope once, however many spans have it.
/// Not thread-safe.
/// </summary>
internal sealed class OriginJudge(SpanFilter filter)
{
    /// <summary>Holds no catalog: a search goes through many, and each may have a hundred thousand names.</summary>
    private readonly ConditionalWeakTable<Catalog, OriginAnswers> _answers = [];

    /// <summary>The answers for the first origins of a catalog.</summary>
    internal OriginAnswers AnswersOf(Catalog catalog, in CatalogCounts counts)
    {
        if (!_answers.TryGetValue(catalog, out var answers) || answers.Accepted.Length < counts.Origins)
        {
            answers = Judge(catalog, counts);
            _answers.AddOrUpdate(catalog, answers);
        }

        return answers;
    }

    private OriginAnswers Judge(Catalog catalog, in CatalogCounts counts)
    {
        var accepted = new bool[counts.Origins];
        if (filter.Matcher is not { } matcher)
        {
            for (var number = 0; number < accepted.Length; number++)
            {
                accepted[number] = filter.Accepts(catalog, catalog.Operation(catalog.Origin(number).Operation));
            }

            return new OriginAnswers(accepted, []);
        }

        var truths = new ConditionTruth[counts.Origins];
        var (resources, scopes) = (new ConditionTruth?[counts.Resources], new ConditionTruth?[counts.Scopes]);
        for (var number = 0; number < accepted.Length; number++)
        {
            var origin = catalog.Origin(number);
            var operation = catalog.Operation(origin.Operation);
            if (filter.Accepts(catalog, operation))
            {
                truths[number] = matcher.OfOperation(catalog.Service(operation.Service), catalog.Name(operation.Name), operation.Kind)
                    | (resources[origin.Resource] ??= matcher.OfResource(catalog.Resource(origin.Resource).Message))
                    | (scopes[origin.Scope] ??= matcher.OfScope(catalog.Scope(origin.Scope).Encoded.Span));
                accepted[number] = matcher.Decide(truths[number]) != false;
            }
        }

        return new OriginAnswers(accepted, truths);
    }
}
