namespace Lumen.Storage.Embedded.Faults;

/// <summary>Something the store does to a file.</summary>
public enum FileAction
{
    Open,
    Read,
    Write,
    SetLength,
    Flush,
    Delete,
    Rename,
    FlushDirectory,
}

/// <summary>One of those, as a test sees it before it happens.</summary>
/// <param name="Action">What.</param>
/// <param name="Name">The file; empty for the directory.</param>
/// <param name="Offset">Where, for reads and writes; the new length for <see cref="FileAction.SetLength"/>.</param>
/// <param name="Length">How many bytes.</param>
public readonly record struct FileOperation(FileAction Action, string Name, long Offset, int Length)
{
    /// <summary>Whether it concerns a log file.</summary>
    public bool IsLog => Name.StartsWith("log-", StringComparison.Ordinal);

    /// <summary>Whether it concerns a bucket.</summary>
    public bool IsBucket => Name.StartsWith("bucket-", StringComparison.Ordinal);
}
