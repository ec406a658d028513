using Lumen.Queries;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Searching;

namespace Lumen.Storage.Embedded.Completion;

/// <summary>
/// The attributes of the most recent spans, each with how often it is there: a resource and a scope once, with the number of their spans.
/// For one answer; not thread-safe.
/// </summary>
/// <param name="reading">What it reads from.</param>
/// <param name="query">Of which spans.</param>
internal sealed class AttributeSample(SearchReading reading, CompletionQuery query)
{
    /// <summary>So many spans answer within some hundredths of a second, and hold every name that is at all frequent.</summary>
    internal const int MostSpans = 5_000;

    private readonly Dictionary<(Catalog Catalog, int Number), long> _resources = [];
    private readonly Dictionary<(Catalog Catalog, int Number), long> _scopes = [];

    /// <summary>Gets one attribute, whose bytes are valid during the call.</summary>
    internal delegate void Visitor(AttributeLevel level, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long count);

    /// <summary>Visits the attributes.</summary>
    /// <returns>What they were taken from.</returns>
    internal CompletionBasis Visit(Visitor visit, CancellationToken cancellationToken)
    {
        var spans = new TraceQuery
        {
            Service = query.Service, FromUnixNano = query.FromUnixNano, ToUnixNano = query.ToUnixNano,
        };
        AttributeWalk.Visitor once = (level, key, value) => visit(level, key, value, 1);
        var sample = new SpanSample(reading, spans, MostSpans, (catalog, origin, span) =>
        {
            AttributeWalk.VisitSpan(span, once);
            Count(_resources, (catalog, origin.Resource));
            Count(_scopes, (catalog, origin.Scope));
        });
        sample.Run(cancellationToken);
        foreach (var ((catalog, number), count) in _resources)
        {
            var message = catalog.Resource(number).Message;
            AttributeWalk.VisitResource(message, (level, key, value) => visit(level, key, value, count));
        }

        foreach (var ((catalog, number), count) in _scopes)
        {
            AttributeWalk.VisitScope(catalog.Scope(number).Encoded.Span, (level, key, value) => visit(level, key, value, count));
        }

        return new CompletionBasis(sample.Count, sample.IsWhole, reading.Notes.IncompleteReason);
    }

    private static void Count(Dictionary<(Catalog Catalog, int Number), long> counts, (Catalog Catalog, int Number) key) =>
        counts[key] = counts.GetValueOrDefault(key) + 1;
}
