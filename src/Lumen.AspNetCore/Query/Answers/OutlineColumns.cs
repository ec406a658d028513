using Lumen.Analysis;

namespace Lumen.AspNetCore.Query.Answers;

/// <summary>
/// What the outline of a trace needs beside the analysis' own rows: names as numbers into tables, and the sections of each row. O(n).
/// </summary>
internal sealed class OutlineColumns
{
    private readonly TraceAnalysis _analysis;
    private readonly int[] _firstSection;
    private readonly int[] _sectionOrder;

    internal OutlineColumns(TraceAnalysis analysis)
    {
        _analysis = analysis;
        (Services, ServiceNames) = Number(analysis, static row => row.Service);
        (Operations, OperationNames) = Number(analysis, static row => row.Name);
        _firstSection = CountSections(analysis);
        _sectionOrder = OrderSections(analysis, _firstSection);
    }

    /// <summary>The services, in the order of their first rows.</summary>
    internal IReadOnlyList<string> ServiceNames { get; }

    /// <summary>The names of operations, in the order of their first rows.</summary>
    internal IReadOnlyList<string> OperationNames { get; }

    /// <summary>Each row's place in <see cref="ServiceNames"/>.</summary>
    internal int[] Services { get; }

    /// <summary>Each row's place in <see cref="OperationNames"/>.</summary>
    internal int[] Operations { get; }

    /// <summary>The sections a row has on the path of its own root, in ascending time.</summary>
    internal IEnumerable<PathSection> SectionsOf(int row)
    {
        for (var place = _firstSection[row]; place < _firstSection[row + 1]; place++)
        {
            yield return _analysis.Sections[_sectionOrder[place]];
        }
    }

    private static (int[] Numbers, IReadOnlyList<string> Names) Number(TraceAnalysis analysis, Func<AnalyzedSpan, string> name)
    {
        var numbers = new int[analysis.Spans.Length];
        var names = new Numbering<string>(StringComparer.Ordinal);
        for (var row = 0; row < numbers.Length; row++)
        {
            numbers[row] = names.Add(name(analysis.Spans[row]));
        }

        return (numbers, names.Items);
    }

    /// <summary>Where each row's sections begin in an order by row; one more entry for the end.</summary>
    private static int[] CountSections(TraceAnalysis analysis)
    {
        var first = new int[analysis.Spans.Length + 1];
        foreach (var section in analysis.Sections)
        {
            first[section.Row + 1]++;
        }

        for (var row = 0; row < analysis.Spans.Length; row++)
        {
            first[row + 1] += first[row];
        }

        return first;
    }

    private static int[] OrderSections(TraceAnalysis analysis, int[] first)
    {
        var next = first.AsSpan(0, analysis.Spans.Length).ToArray();
        var order = new int[analysis.Sections.Length];
        for (var section = 0; section < order.Length; section++)
        {
            order[next[analysis.Sections[section].Row]++] = section;
        }

        return order;
    }
}
