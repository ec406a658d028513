using System.Buffers.Binary;
using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Postings;

/// <summary>Some entries of a page that stand together.</summary>
/// <param name="FirstHash">The hash of the first of them.</param>
/// <param name="Size">How many bytes they take.</param>
internal readonly record struct PostingGroup(uint FirstHash, int Size);

/// <summary>
/// The groups of a page of postings, and the directory behind them: it says with what hash each begins and how long it is, so that looking
/// for a hash reads one group and not half of the page.
/// </summary>
internal ref struct PostingGroups
{
    /// <summary>How many entries a group has: about as many as a page has groups, which makes both parts of a search short.</summary>
    internal const int Entries = 32;

    /// <summary>A group but the last of a page has at least a byte for each entry.</summary>
    internal const int MostOfPage = (PostingPages.PageBytes / Entries) + 1;

    private readonly ReadOnlySpan<byte> _groups;
    private ByteParser _directory;
    private int _start;
    private uint _hash;

    /// <summary>Begins to read a page.</summary>
    /// <exception cref="InvalidDataException">It is not a page.</exception>
    internal PostingGroups(ReadOnlySpan<byte> page)
    {
        var parser = new ByteParser(page);
        BlockCount = parser.TakeInt();
        var bytes = page.Length - parser.Position - sizeof(ushort);
        var size = bytes < 0 ? -1 : BinaryPrimitives.ReadUInt16LittleEndian(page[^sizeof(ushort)..]);
        _groups = parser.Take(bytes - size);
        _directory = new ByteParser(parser.Take(size));
    }

    /// <summary>How many blocks the segment has.</summary>
    internal int BlockCount { get; }

    /// <summary>Adds the directory of the groups that were written.</summary>
    internal static void Write(ReadOnlySpan<PostingGroup> groups, ByteBuilder page)
    {
        var start = page.Length;
        uint previous = 0;
        foreach (var group in groups)
        {
            page.AddVarint(group.FirstHash - previous);
            page.AddVarint(group.Size);
            previous = group.FirstHash;
        }

        var size = page.Length - start;
        BinaryPrimitives.WriteUInt16LittleEndian(page.Reserve(sizeof(ushort)), (ushort)size);
    }

    /// <summary>The next group.</summary>
    /// <param name="entries">Its entries.</param>
    /// <param name="firstHash">From what the distance of the first of them counts.</param>
    /// <returns>False behind the last one.</returns>
    internal bool Next(out ReadOnlySpan<byte> entries, out uint firstHash)
    {
        entries = default;
        firstHash = _hash;
        if (_directory.Left == 0)
        {
            return false;
        }

        firstHash = _hash = unchecked(_hash + (uint)_directory.TakeVarint());
        var size = _directory.TakeInt();
        if (size > _groups.Length - _start)
        {
            throw new InvalidDataException("The groups of a page of postings are longer than the page.");
        }

        entries = _groups.Slice(_start, size);
        _start += size;
        return true;
    }

    /// <summary>The group that a hash would be in; no entries if it is below all.</summary>
    internal ReadOnlySpan<byte> Find(uint hash, out uint firstHash)
    {
        ReadOnlySpan<byte> found = default;
        firstHash = 0;
        while (Next(out var entries, out var first) && first <= hash)
        {
            found = entries;
            firstHash = first;
        }

        return found;
    }
}
