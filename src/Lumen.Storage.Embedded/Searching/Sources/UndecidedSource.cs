using Lumen.Queries;

namespace Lumen.Storage.Embedded.Searching.Sources;

/// <summary>
/// Spans of which everything is known but the duration of their trace, which costs a look at the whole trace: looked at in their order, and
/// no more of them than the page needs.
/// </summary>
internal sealed class UndecidedSource : SearchSource
{
    /// <summary>So many traces are looked at before other sources, and the budget, have their turn.</summary>
    private const int SpansAtOnce = 32;

    private readonly List<UndecidedSpan> _spans;
    private readonly int _first;

    private UndecidedSource(List<UndecidedSpan> spans, int first)
        : base(spans[first].Start) => (_spans, _first) = (spans, first);

    /// <summary>A source of some spans, which it puts in order.</summary>
    internal static UndecidedSource Of(List<UndecidedSpan> spans)
    {
        spans.Sort(static (left, right) => right.Start.CompareTo(left.Start));
        return new UndecidedSource(spans, first: 0);
    }

    internal override void Open(TraceSearch search, CancellationToken cancellationToken)
    {
        var end = Math.Min(_first + SpansAtOnce, _spans.Count);
        for (var place = _first; place < end; place++)
        {
            var span = _spans[place];
            if (search.Spans.DecideByTrace(span.Known, span.Trace))
            {
                search.Add(span.Trace, span.Start);
            }
        }

        if (end < _spans.Count)
        {
            search.Add(new UndecidedSource(_spans, end));
        }
    }
}

/// <summary>A span on which a predicate holds or not by the duration of its trace.</summary>
/// <param name="Start">When it starts.</param>
/// <param name="Trace">Its trace.</param>
/// <param name="Known">What is known of the predicate's conditions.</param>
internal readonly record struct UndecidedSpan(ulong Start, TraceId Trace, ConditionTruth Known);
