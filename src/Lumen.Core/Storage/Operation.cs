namespace Lumen.Storage;

/// <summary>Something a service does: a span name and kind.</summary>
/// <param name="Name">The span name.</param>
/// <param name="Kind">The span kind.</param>
public readonly record struct Operation(string Name, SpanKind Kind);
