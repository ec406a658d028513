using System.IO.Hashing;
using System.Text;

namespace Lumen.Storage.Embedded.Columns;

/// <summary>
/// The hashes by which attributes are found in postings: of a level and a key, and of a level, a key and a value as it is printed, which is
/// what searches compare with. Seeded like those of trace ids, so that a sender cannot choose attributes that collide. Layout:
/// docs/formats/postings.md.
/// </summary>
/// <param name="seed">The directory's random number.</param>
internal readonly struct AttributeHash(long seed)
{
    private const int PostingShift = 32;

    /// <summary>The hash of a key of a level: XxHash3 of its UTF-8 bytes, seeded with the seed plus one plus the level.</summary>
    internal ulong OfKey(SpanLevel level, ReadOnlySpan<byte> key) => XxHash3.HashToUInt64(key, unchecked(seed + 1 + (long)level));

    /// <summary>The hash of a value under a key: XxHash3 of its bytes, seeded with the hash of the key.</summary>
    /// <param name="key">What <see cref="OfKey"/> gave.</param>
    /// <param name="value">Of postings the printed value in UTF-8 (<see cref="Lumen.Queries.PrintedValue"/>).</param>
    internal static ulong OfValue(ulong key, ReadOnlySpan<byte> value) => XxHash3.HashToUInt64(value, (long)key);

    /// <summary>The part of a hash that postings hold: the upper half.</summary>
    internal static uint Posting(ulong hash) => (uint)(hash >> PostingShift);

    /// <summary>The posting of every block in which something of a level has a key.</summary>
    internal uint OfExistence(SpanLevel level, string key) => Posting(OfKey(level, Encoding.UTF8.GetBytes(key)));

    /// <summary>The posting of every block in which something of a level has a value under a key.</summary>
    /// <param name="level">The level.</param>
    /// <param name="key">The key.</param>
    /// <param name="printed">The value as <see cref="AnyValue.ToString"/> prints it.</param>
    internal uint OfEquality(SpanLevel level, string key, string printed) =>
        Posting(OfValue(OfKey(level, Encoding.UTF8.GetBytes(key)), Encoding.UTF8.GetBytes(printed)));
}
