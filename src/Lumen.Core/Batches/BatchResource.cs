namespace Lumen;

/// <summary>A resource of a batch: one per <c>ResourceSpans</c> that has spans, equal ones are not merged.</summary>
/// <param name="Message">The bytes of the <c>Resource</c> message; empty where the request had none.</param>
/// <param name="SchemaUrl">The schema URL of the <c>ResourceSpans</c>.</param>
/// <param name="ServiceName">The service name, or <see cref="Resource.UnknownService"/>.</param>
public readonly record struct BatchResource(PayloadRange Message, PayloadRange SchemaUrl, string ServiceName);
