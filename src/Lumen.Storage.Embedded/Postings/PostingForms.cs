namespace Lumen.Storage.Embedded.Postings;

/// <summary>
/// How the blocks of a hash are written: as a number that is a block's own, or behind those as a form. Which forms there are depends on how
/// many blocks the segment has: a bit for each block is the longest that is ever written.
/// </summary>
/// <param name="blockCount">How many blocks the segment has.</param>
internal readonly struct PostingForms(int blockCount)
{
    internal const int BitsOfByte = 8;

    /// <summary>Lists of fewer blocks have no form.</summary>
    private const int LeastList = 2;

    /// <summary>Longer lists stand behind their length.</summary>
    private const int MostLists = 14;

    /// <summary>How many lists have a form for their length.</summary>
    private readonly int _lists = Math.Clamp(((blockCount + BitsOfByte - 1) / BitsOfByte) - LeastList, 0, MostLists);

    /// <summary>How many bytes a bit for each block takes.</summary>
    internal int BitmapBytes => (blockCount + BitsOfByte - 1) / BitsOfByte;

    /// <summary>The form of a list whose length stands before it.</summary>
    internal int LongList => blockCount + _lists;

    /// <summary>The form of a bit for each block.</summary>
    internal int Bitmap => LongList + 1;

    /// <summary>One more than the greatest number.</summary>
    internal ulong Count => (ulong)blockCount + (ulong)_lists + 2;

    /// <summary>Whether a number is a block's own.</summary>
    internal bool IsBlock(int form) => form < blockCount;

    /// <summary>The form of several blocks.</summary>
    internal int Of(int blocks) => blocks >= BitmapBytes ? Bitmap : blockCount + Math.Min(blocks - LeastList, _lists);

    /// <summary>How many blocks the list of a form has.</summary>
    internal int LengthOf(int form) => form - blockCount + LeastList;
}
