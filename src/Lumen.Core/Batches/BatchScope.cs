namespace Lumen;

/// <summary>An instrumentation scope of a batch: one per <c>ScopeSpans</c> that has spans, equal ones are not merged.</summary>
/// <param name="Message">The bytes of the <c>InstrumentationScope</c> message; empty where the request had none.</param>
/// <param name="SchemaUrl">The schema URL of the <c>ScopeSpans</c>.</param>
public readonly record struct BatchScope(PayloadRange Message, PayloadRange SchemaUrl);
