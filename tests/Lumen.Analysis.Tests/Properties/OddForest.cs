using System.Globalization;

namespace Lumen.Analysis.Tests.Properties;

/// <summary>Spans of one trace with whatever can be odd about spans.</summary>
/// <param name="Spans">The spans.</param>
public sealed record OddForest(AnalysisSpan[] Spans)
{
    /// <inheritdoc/>
    public override string ToString() => string.Concat(Spans.Select(Line));

    private static string Line(AnalysisSpan span)
    {
        var identity = $"{span.Id} of {span.ParentId} {span.Kind} {span.Status} {span.RemoteParent} {span.Service}/{span.Name}";
        return string.Create(CultureInfo.InvariantCulture, $"\n  {identity} {span.StartUnixNano}-{span.EndUnixNano}");
    }
}
