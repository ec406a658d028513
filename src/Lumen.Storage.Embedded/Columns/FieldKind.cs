namespace Lumen.Storage.Embedded.Columns;

/// <summary>What one step of putting a span's bytes together writes. The numbers are on disk.</summary>
internal enum FieldKind
{
    /// <summary>The span's trace id.</summary>
    TraceId = 0,

    /// <summary>The span's own id.</summary>
    SpanId = 1,

    /// <summary>The id of its parent.</summary>
    ParentSpanId = 2,

    /// <summary>Its name.</summary>
    Name = 3,

    /// <summary>Its start.</summary>
    Start = 4,

    /// <summary>Its end.</summary>
    End = 5,

    /// <summary>An attribute whose key is that of a column, with a value of the column.</summary>
    Attribute = 6,

    /// <summary>A whole field, tag and all, that is a value of a column.</summary>
    Field = 7,

    /// <summary>The order in which the attributes that follow are written, a value of a column.</summary>
    Order = 8,

    /// <summary>The tag and length of an event or a link; its content is what follows up to <see cref="EndMessage"/>.</summary>
    BeginMessage = 9,

    /// <summary>The end of an event or a link.</summary>
    EndMessage = 10,

    /// <summary>The time of an event.</summary>
    EventTime = 11,

    /// <summary>The trace id of a link.</summary>
    LinkTraceId = 12,

    /// <summary>The trace id of a link into the span's own trace.</summary>
    LinkOwnTraceId = 13,

    /// <summary>The span id of a link.</summary>
    LinkSpanId = 14,
}
