using System.Text.Json.Nodes;

namespace Lumen.Analysis.Tests.Cases;

/// <summary>One acceptance case: spans, and what is to be said about them.</summary>
internal sealed class TraceCase
{
    private readonly JsonNode _document;

    private TraceCase(string name, JsonNode document)
    {
        Name = name;
        _document = document;
        Spans = [.. document["spans"]!.AsArray().Select(span => CaseSpan.Read(span!))];
    }

    internal string Name { get; }

    internal AnalysisSpan[] Spans { get; }

    /// <summary>What Lumen is to say; null where the case is about something else.</summary>
    internal JsonNode? Recommended => _document["recommended"];

    /// <summary>What the source of the case says.</summary>
    internal JsonNode Expected => _document["expected"]!;

    internal JsonNode? RecommendedTraceGaps => _document["recommendedTraceGaps"];

    /// <summary>Whether the source and Lumen agree on a quantity.</summary>
    internal bool Agrees(string quantity) => _document["agreement"]?[quantity]?.GetValue<bool>() == true;

    internal static IEnumerable<TraceCase> InFolder(string path) => Directory.EnumerateFiles(path, "*.json")
        .Order(StringComparer.Ordinal)
        .Select(Read);

    internal static TraceCase Read(string path) =>
        new(Path.GetFileNameWithoutExtension(path), JsonNode.Parse(File.ReadAllBytes(path))!);
}
