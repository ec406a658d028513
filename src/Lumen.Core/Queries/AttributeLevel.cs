namespace Lumen.Queries;

/// <summary>Where an attribute stands that a condition is about.</summary>
public enum AttributeLevel
{
    /// <summary>Any of the others: it is enough that one of them has it.</summary>
    Any = 0,

    /// <summary>The span itself.</summary>
    Span,

    /// <summary>The resource that sent the span.</summary>
    Resource,

    /// <summary>The instrumentation scope that made the span.</summary>
    Scope,

    /// <summary>An event of the span, whichever.</summary>
    Event,

    /// <summary>A link of the span, whichever.</summary>
    Link,
}
