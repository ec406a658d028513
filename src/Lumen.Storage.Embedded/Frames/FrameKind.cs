namespace Lumen.Storage.Embedded.Frames;

/// <summary>What a frame holds. The numbers are on disk.</summary>
internal enum FrameKind : ushort
{
    /// <summary>The first frame of every file: what is needed to read the rest of it.</summary>
    FileStart = 1,

    /// <summary>Log: batches that were committed together.</summary>
    Batches = 2,

    /// <summary>Bucket: some hundred spans.</summary>
    Block = 3,

    /// <summary>Bucket: additions to the tables of names, resources, scopes and operations.</summary>
    Tables = 4,

    /// <summary>Bucket: a page of sorted hashes of trace ids and attributes and the blocks they are in.</summary>
    Postings = 5,

    /// <summary>Bucket: what blocks hold, for deciding which to read.</summary>
    BlockStatistics = 6,

    /// <summary>Bucket: a window is complete; where its parts are.</summary>
    WindowCommit = 7,

    /// <summary>Bucket: the same over all windows of a finished bucket.</summary>
    BucketOutline = 8,

    /// <summary>Bucket: the last frame of a finished bucket; where its outline is.</summary>
    Footer = 9,

    /// <summary>Identity of the directory.</summary>
    Identity = 10,

    /// <summary>The list of pinned traces.</summary>
    Pins = 11,
}
