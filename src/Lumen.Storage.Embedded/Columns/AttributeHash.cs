using System.IO.Hashing;
using System.Text;

namespace Lumen.Storage.Embedded.Columns;

/// <summary>
/// The hashes by which attributes are found in postings: of a level and a key, and of a level, a key and a value, seeded like those of
/// trace ids so that a sender cannot choose attributes that collide. Layout: docs/formats/postings.md.
/// </summary>
/// <param name="seed">The directory's random number.</param>
internal readonly struct AttributeHash(long seed)
{
    private const int PostingShift = 32;

    /// <summary>The hash of a key of a level: XxHash3 of its UTF-8 bytes, seeded with the seed plus one plus the level.</summary>
    internal ulong OfKey(SpanLevel level, ReadOnlySpan<byte> key) => XxHash3.HashToUInt64(key, unchecked(seed + 1 + (long)level));

    /// <summary>The hash of a value under a key: XxHash3 of the encoded AnyValue, seeded with the hash of the key.</summary>
    /// <param name="key">What <see cref="OfKey"/> gave.</param>
    /// <param name="value">The AnyValue message, without tag and length.</param>
    internal static ulong OfValue(ulong key, ReadOnlySpan<byte> value) => XxHash3.HashToUInt64(value, (long)key);

    /// <summary>The part of a hash that postings hold: the upper half.</summary>
    internal static uint Posting(ulong hash) => (uint)(hash >> PostingShift);

    /// <summary>The posting of every block in which something of a level has a key.</summary>
    internal uint OfExistence(SpanLevel level, string key) => Posting(OfKey(level, Encoding.UTF8.GetBytes(key)));

    /// <summary>The posting of every block in which something of a level has a value under a key.</summary>
    /// <param name="level">The level.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">
    /// The value as an encoded AnyValue in its shortest form, as <see cref="Lumen.Otlp.AnyValueWriter"/> writes it, without tag and length.
    /// A question that several values answer (the text "1", the number 1) has a posting for each.
    /// </param>
    internal uint OfEquality(SpanLevel level, string key, ReadOnlySpan<byte> value) =>
        Posting(OfValue(OfKey(level, Encoding.UTF8.GetBytes(key)), value));
}
