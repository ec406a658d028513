namespace Lumen;

/// <summary>A service's part in a trace.</summary>
/// <param name="Service">The service.</param>
/// <param name="SpanCount">How many distinct spans of the trace are its own.</param>
/// <param name="ErrorCount">How many of those have status error.</param>
public readonly record struct ServiceCount(string Service, int SpanCount, int ErrorCount);
