using Lumen.Queries;

namespace Lumen.Storage;

/// <summary>Keys of attributes.</summary>
/// <param name="Keys">The most frequent ones, by level, then by key in ordinal order.</param>
/// <param name="Basis">What the list was made from.</param>
public sealed record AttributeKeyList(IReadOnlyList<AttributeKeyCount> Keys, CompletionBasis Basis);

/// <summary>A key of attributes.</summary>
/// <param name="Level">Where the attributes stand; never <see cref="AttributeLevel.Any"/>.</param>
/// <param name="Key">The key.</param>
/// <param name="Count">How many attributes of the spans that were looked at have it; a resource counts with each of its spans.</param>
public readonly record struct AttributeKeyCount(AttributeLevel Level, string Key, long Count);
