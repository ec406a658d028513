namespace Lumen.Benchmarks.Analysis;

/// <summary>How the spans of a made-up trace hang together.</summary>
public enum TraceShape
{
    /// <summary>Every span below a random earlier one, anywhere inside it: overlapping siblings, most of them off the path.</summary>
    Random,

    /// <summary>Five children one after the other below every span that is long enough: every span is on the path.</summary>
    Sequential,

    /// <summary>All spans below one root, at random times.</summary>
    Wide,

    /// <summary>Every span below the one before.</summary>
    Deep,
}
