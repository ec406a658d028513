using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Lumen.Analysis;

/// <summary>The critical paths of all roots of a forest.</summary>
internal readonly ref struct ForestPaths
{
    internal ForestPaths(
        ref Arena arena, in Levels levels, in SpanColumns columns, in SortScratch scratch, in TreeOrder order, OverlapTolerance tolerance)
    {
        var walk = new PathWalk(ref arena, levels, columns, scratch, MaximumDepth(in levels, in order), tolerance);
        var roots = new AnalyzedRoot[levels.RootCount];
        for (var root = 0; root < roots.Length; root++)
        {
            var first = walk.Sections.Length;
            roots[root] = new AnalyzedRoot(order.Row[root], first, walk.Walk(root));
        }

        Roots = ImmutableCollectionsMarshal.AsImmutableArray(roots);
        CriticalNanos = arena.TakeZeroed<ulong>(levels.Count);
        var sections = new PathSection[walk.Sections.Length];
        for (var section = 0; section < sections.Length; section++)
        {
            var (place, start, end) = walk.Sections[section];
            CriticalNanos[place] += end - start;
            sections[section] = new PathSection(order.Row[place], start, end);
        }

        Sections = ImmutableCollectionsMarshal.AsImmutableArray(sections);
    }

    internal ImmutableArray<AnalyzedRoot> Roots { get; }

    internal ImmutableArray<PathSection> Sections { get; }

    /// <summary>By place in level order: the time on the path of the span's own root.</summary>
    internal Span<ulong> CriticalNanos { get; }

    /// <summary>Levels come in ascending depth.</summary>
    private static int MaximumDepth(in Levels levels, in TreeOrder order) => levels.Count == 0 ? 0 : order.Depth[levels.Count - 1];
}
