namespace Lumen.Analysis.Tests.Oracle;

/// <summary>D0 to D2 written down as they are said, with no thought of speed.</summary>
internal sealed class OracleForest
{
    private readonly List<OracleSpan> _spans;

    internal OracleForest(IEnumerable<AnalysisSpan> spans)
    {
        _spans = [.. spans.GroupBy(span => span.Id).SelectMany(Identify)];
        foreach (var span in _spans.Where(span => !span.IsSettled))
        {
            span.Parent = FindParent(span);
        }

        foreach (var first in _spans.Select(FirstOfCycle).OfType<OracleSpan>().Distinct().ToList())
        {
            first.Parent = null;
            first.Flags.Add("CYCLE");
        }

        foreach (var child in _spans.OrderBy(span => span.Start).ThenBy(span => span.Key))
        {
            child.Parent?.Children.Add(child);
        }
    }

    internal IReadOnlyList<OracleSpan> Spans => _spans;

    internal IEnumerable<OracleSpan> Roots => _spans.Where(span => span.Parent is null)
        .OrderBy(root => root.Flags.Contains("ORPHAN") || root.Flags.Contains("CYCLE"))
        .ThenBy(root => root.Start)
        .ThenByDescending(root => root.Length)
        .ThenBy(root => root.Key);

    private static OracleSpan[] Identify(IGrouping<SpanId, AnalysisSpan> copies)
    {
        var distinct = copies
            .GroupBy(span => Repair(span) with { RemoteParent = RemoteParent.Unknown })
            .Select(Merge)
            .OrderBy(span => span.Start)
            .ThenByDescending(span => span.Length)
            .ThenBy(span => span.Span.Service, StringComparer.Ordinal)
            .ThenBy(span => span.Span.Name, StringComparer.Ordinal)
            .ThenBy(span => span.Span.Kind)
            .ThenBy(span => span.Span.ParentId)
            .ThenBy(span => span.Span.Status)
            .ToList();
        var holder = distinct.Find(span => span.Span.Kind == SpanKind.Client) ?? distinct[0];
        OracleSpan[] numbered = [holder, .. distinct.Where(span => span != holder)];
        for (var number = 0; number < numbered.Length; number++)
        {
            numbered[number].Number = number;
        }

        SettleServers(numbered);
        return numbered;
    }

    private static AnalysisSpan Repair(AnalysisSpan span) => span with { EndUnixNano = Math.Max(span.StartUnixNano, span.EndUnixNano) };

    private static OracleSpan Merge(IGrouping<AnalysisSpan, AnalysisSpan> copies)
    {
        var merged = new OracleSpan(copies.Key with { RemoteParent = copies.Max(copy => copy.RemoteParent) });
        if (copies.Any(copy => copy.EndUnixNano < copy.StartUnixNano))
        {
            merged.Flags.Add("NEGATIVE_DURATION");
        }

        if (copies.Count() > 1)
        {
            merged.Flags.Add("DUPLICATE");
        }

        return merged;
    }

    private static void SettleServers(OracleSpan[] numbered)
    {
        foreach (var further in numbered.Skip(1))
        {
            var isServed = numbered[0].Span.Kind == SpanKind.Client && further.Span.Kind == SpanKind.Server;
            further.IsSettled = isServed;
            further.Parent = isServed ? numbered[0] : null;
            numbered[0].Flags.Add(isServed ? "SHARED_ID" : "DUPLICATE_ID");
        }
    }

    private OracleSpan? FindParent(OracleSpan span)
    {
        if (span.Span.ParentId.IsZero)
        {
            return null;
        }

        var named = _spans.Where(other => other.Span.Id == span.Span.ParentId).OrderBy(other => other.Number).ToList();
        if (named.Count == 0)
        {
            span.Flags.Add("ORPHAN");
            return null;
        }

        var servers = named.Where(other => other.IsSettled).ToList();
        return servers.Find(server => server.Span.Service == span.Span.Service)
            ?? (servers.Count == 0 || named[0].Span.Service == span.Span.Service ? named[0] : servers[0]);
    }

    /// <summary>The member of a span's cycle that is to become a root; null if the span is in none.</summary>
    private static OracleSpan? FirstOfCycle(OracleSpan span)
    {
        var members = new List<OracleSpan>();
        for (var at = span; at is not null && !members.Contains(at); at = at.Parent)
        {
            members.Add(at);
        }

        return members[^1].Parent == span ? members.OrderBy(member => member.Start).ThenBy(member => member.Key).First() : null;
    }
}
