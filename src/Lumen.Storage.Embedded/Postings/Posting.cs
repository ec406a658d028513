namespace Lumen.Storage.Embedded.Postings;

/// <summary>A pair of hash and block in one number, so that the order of numbers is that of hashes, then of blocks.</summary>
internal static class Posting
{
    private const int HashShift = 32;

    internal static ulong Pair(uint hash, int block) => ((ulong)hash << HashShift) | (uint)block;

    internal static uint HashOf(ulong pair) => (uint)(pair >> HashShift);

    internal static int BlockOf(ulong pair) => (int)(uint)pair;
}

/// <summary>Some hashes.</summary>
/// <param name="First">The least.</param>
/// <param name="Last">The greatest, inclusive.</param>
internal readonly record struct HashRange(uint First, uint Last);
