namespace Lumen.Storage;

/// <summary>Values of an attribute.</summary>
/// <param name="Values">The most frequent ones first, then in ordinal order.</param>
/// <param name="Basis">What the list was made from.</param>
public sealed record AttributeValueList(IReadOnlyList<AttributeValueCount> Values, CompletionBasis Basis);

/// <summary>A value of an attribute.</summary>
/// <param name="Value">The value as it prints, which is what <c>=</c> compares with.</param>
/// <param name="Count">How many attributes of the spans that were looked at have it; a resource counts with each of its spans.</param>
public readonly record struct AttributeValueCount(string Value, long Count);
