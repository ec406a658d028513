using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Lumen.Analysis;

/// <summary>
/// Hashes names by folded multiplication under secrets of the process: names come from strangers, and the analysis hashes two of them for
/// each span, for which the hash of the base library is too slow.
/// </summary>
internal static class NameHash
{
    private const int BlockLength = 8;

    private static readonly ulong FirstSecret = Secret();
    private static readonly ulong SecondSecret = Secret();

    /// <summary>Continues a hash, or begins one with 0.</summary>
    internal static ulong Add(ulong hash, string name)
    {
        var rest = name.AsSpan();
        hash ^= FirstSecret + (ulong)rest.Length;
        while (rest.Length > BlockLength)
        {
            hash = AddBlock(hash, rest);
            rest = rest[BlockLength..];
        }

        return name.Length >= BlockLength ? AddBlock(hash, name.AsSpan(name.Length - BlockLength)) : AddShort(hash, rest);
    }

    private static ulong AddBlock(ulong hash, ReadOnlySpan<char> block)
    {
        var words = MemoryMarshal.Cast<char, ulong>(block[..BlockLength]);
        return Fold(words[0] ^ hash, words[1] ^ SecondSecret);
    }

    /// <summary>Packs fewer characters than a block into two words.</summary>
    private static ulong AddShort(ulong hash, ReadOnlySpan<char> name)
    {
        ulong first = 0, second = 0;
        foreach (var character in name)
        {
            first = (first << 16) | (second >> 48);
            second = (second << 16) | character;
        }

        return Fold(first ^ hash, second ^ SecondSecret);
    }

    private static ulong Fold(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }

    private static ulong Secret() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
}
