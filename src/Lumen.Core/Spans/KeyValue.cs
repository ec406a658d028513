namespace Lumen;

/// <summary>An attribute: a key and a typed value, OTLP's <c>KeyValue</c>.</summary>
/// <param name="Key">The key; case-sensitive.</param>
/// <param name="Value">The value.</param>
public readonly record struct KeyValue(string Key, AnyValue Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Key}={Value}";
}
