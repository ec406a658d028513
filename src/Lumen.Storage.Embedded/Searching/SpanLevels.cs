using Lumen.Queries;
using Lumen.Storage.Embedded.Columns;

namespace Lumen.Storage.Embedded.Searching;

/// <summary>The levels whose attributes stand in a span's own bytes, as searches and as blocks name them.</summary>
internal static class SpanLevels
{
    private static readonly SpanLevel[] All = [SpanLevel.Span, SpanLevel.Event, SpanLevel.Link];

    /// <summary>The levels of a block to look at for a level of a search.</summary>
    internal static ReadOnlySpan<SpanLevel> Of(AttributeLevel level) => level switch
    {
        AttributeLevel.Any => All,
        AttributeLevel.Span => All.AsSpan(0, 1),
        AttributeLevel.Event => All.AsSpan(1, 1),
        AttributeLevel.Link => All.AsSpan(2, 1),
        _ => [],
    };

    /// <summary>A level of a block as searches name it.</summary>
    internal static AttributeLevel NameOf(SpanLevel level) => level switch
    {
        SpanLevel.Event => AttributeLevel.Event,
        SpanLevel.Link => AttributeLevel.Link,
        _ => AttributeLevel.Span,
    };
}
