namespace Lumen.Analysis.Tests.Oracle;

/// <summary>A distinct span in a forest of objects.</summary>
internal sealed class OracleSpan(AnalysisSpan span)
{
    internal AnalysisSpan Span { get; } = span;

    internal int Number { get; set; }

    internal SpanKey Key => new(Span.Id, Number);

    internal SortedSet<string> Flags { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the parent is settled by the rule of shared ids.</summary>
    internal bool IsSettled { get; set; }

    internal OracleSpan? Parent { get; set; }

    internal List<OracleSpan> Children { get; } = [];

    internal ulong Start => Span.StartUnixNano;

    internal ulong End => Span.EndUnixNano;

    internal ulong Length => End - Start;

    /// <summary>The children it waits for (D3).</summary>
    internal IEnumerable<OracleSpan> Awaited => Children.Where(child => child.IsAwaited);

    private bool IsAwaited => Span.Kind != SpanKind.Consumer || !(Parent!.Span.Kind == SpanKind.Producer || IsElsewhere);

    private bool IsElsewhere => Span.RemoteParent == RemoteParent.Unknown
        ? Parent!.Span.Service != Span.Service
        : Span.RemoteParent == RemoteParent.Remote;
}
