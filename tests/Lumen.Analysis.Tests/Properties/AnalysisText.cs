using System.Globalization;
using System.Text;

namespace Lumen.Analysis.Tests.Properties;

/// <summary>Writes down everything an analysis says, with its times and lengths changed.</summary>
internal sealed class AnalysisText(Func<ulong, ulong> time, Func<ulong, ulong> length)
{
    private readonly StringBuilder _text = new();

    /// <summary>Writes an analysis as it is.</summary>
    internal static string Of(TraceAnalysis analysis) => new AnalysisText(time => time, length => length).Write(analysis);

    internal string Write(TraceAnalysis analysis)
    {
        foreach (var span in analysis.Spans)
        {
            Line($"{span.Key} in {span.Parent} at {span.Depth} of {span.SubtreeSize} {span.IsBlocking} {span.Flags}");
            Line($"{span.Service}/{span.Name} {time(span.StartUnixNano)}-{time(span.EndUnixNano)}");
            Line($"self {length(span.SelfNanos)} critical {length(span.CriticalNanos)}");
        }

        WriteSections(analysis);
        WriteTotals(analysis);
        foreach (var diagnostic in analysis.Diagnostics)
        {
            Line($"{diagnostic}");
        }

        return _text.ToString();
    }

    private void WriteSections(TraceAnalysis analysis)
    {
        foreach (var root in analysis.Roots)
        {
            Line($"{root}");
        }

        foreach (var section in analysis.Sections)
        {
            Line($"{section.Row} decides {time(section.StartUnixNano)}-{time(section.EndUnixNano)}");
        }

        foreach (var gap in analysis.Gaps)
        {
            Line($"{gap.Row} {gap.Kind} {time(gap.StartUnixNano)}-{time(gap.EndUnixNano)} {gap.Before} {gap.After}");
        }

        foreach (var gap in analysis.TraceGaps)
        {
            Line($"nothing {time(gap.StartUnixNano)}-{time(gap.EndUnixNano)}");
        }
    }

    private void WriteTotals(TraceAnalysis analysis)
    {
        Line($"bottleneck {analysis.Bottleneck}");
        foreach (var total in analysis.Services)
        {
            Line($"{total.Service} self {length(total.SelfNanos)} critical {length(total.CriticalNanos)}");
        }

        foreach (var total in analysis.Operations)
        {
            Line($"{total.Service}/{total.Name} self {length(total.SelfNanos)} critical {length(total.CriticalNanos)}");
        }
    }

    private void Line(FormattableString line) => _text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
