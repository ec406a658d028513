namespace Lumen.Storage.Embedded.Columns;

/// <summary>Which message of a span a field or an attribute belongs to. The numbers are on disk.</summary>
internal enum SpanLevel
{
    /// <summary>The span itself.</summary>
    Span = 0,

    /// <summary>One of its events.</summary>
    Event = 1,

    /// <summary>One of its links.</summary>
    Link = 2,
}
