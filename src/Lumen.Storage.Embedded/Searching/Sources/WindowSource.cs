using Lumen.Queries;
using Lumen.Storage.Embedded.Windows;

namespace Lumen.Storage.Embedded.Searching.Sources;

/// <summary>A window in memory, which is searched by scanning.</summary>
internal sealed class WindowSource(WindowView window, ulong latestStart) : SearchSource(latestStart)
{
    /// <summary>So many spans take less time than one block.</summary>
    private const int SpansBetweenLooks = 1_024;

    private readonly List<UndecidedSpan> _undecided = [];

    internal override void Open(TraceSearch search, CancellationToken cancellationToken)
    {
        var origins = search.Origins.AnswersOf(window.Catalog, window.Counts);
        search.Budget.Spend(window.Count);
        if (origins.AcceptMost
            && search.Filter.Matcher is { } matcher
            && matcher.TryGetDemandedKey(out var key, out var conditions)
            && !origins.MakeTrue(conditions))
        {
            JudgeThoseWith(key.Span, search, origins, cancellationToken);
        }
        else
        {
            JudgeAll(search, origins, cancellationToken);
        }

        if (_undecided.Count > 0)
        {
            search.Add(UndecidedSource.Of(_undecided));
        }
    }

    private void JudgeAll(TraceSearch search, OriginAnswers origins, CancellationToken cancellationToken)
    {
        for (var index = 0; index < window.Count; index++)
        {
            if (index % SpansBetweenLooks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            Judge(window.Spans[index], search, origins);
        }
    }

    /// <summary>Judges the spans in whose bytes a key stands.</summary>
    private void JudgeThoseWith(ReadOnlySpan<byte> key, TraceSearch search, OriginAnswers origins, CancellationToken cancellationToken)
    {
        foreach (var place in window.Window.KeyPlaces.Find(window, key, cancellationToken))
        {
            Judge(window.Spans[place], search, origins);
        }
    }

    private void Judge(in WindowSpan span, TraceSearch search, OriginAnswers origins)
    {
        if (!origins.Accepted[span.Origin]
            || !search.Filter.Accepts(span.TraceId, span.StartUnixNano, span.DurationNanos, span.Status))
        {
            return;
        }

        var truth = default(ConditionTruth);
        switch (search.Filter.Matcher is { } matcher ? Decide(search, matcher, origins.Truths[span.Origin], span, out truth) : true)
        {
            case true:
                search.Add(span.TraceId, span.StartUnixNano);
                break;
            case null:
                _undecided.Add(new UndecidedSpan(span.StartUnixNano, span.TraceId, truth));
                break;
        }
    }

    private bool? Decide(TraceSearch search, SpanMatcher matcher, ConditionTruth known, in WindowSpan span, out ConditionTruth truth)
    {
        if (matcher.AsksForHeaders)
        {
            var ids = new SpanIdentity(span.TraceId, span.SpanId, span.ParentSpanId);
            known = search.Spans.Know(known, ids, span.DurationNanos, span.Status);
        }

        truth = known;
        return search.Spans.Decide(known) ?? search.Spans.Decide(known, window.BytesOf(span), out truth);
    }
}
