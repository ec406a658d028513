using System.Collections.Concurrent;
using Lumen.Storage.Embedded.Files;

namespace Lumen.Storage.Embedded.Faults;

/// <summary>
/// A directory in which tests decide what fails, stalls or is written in part, and see what happened in which order. Thread-safe.
/// </summary>
internal sealed class FaultyFiles(string directory) : StoreFiles(directory)
{
    private readonly ConcurrentQueue<FileOperation> _operations = new();

    /// <summary>
    /// Runs before each operation: may throw, may block, and may return a number of bytes after which a write fails. Null changes nothing.
    /// </summary>
    internal Func<FileOperation, int?>? Before { get; set; }

    /// <summary>Everything that was tried, in order.</summary>
    internal IReadOnlyList<FileOperation> Operations => [.. _operations];

    /// <summary>Free bytes that are reported instead of the disk's.</summary>
    internal long? ReportedFreeBytes { get; set; }

    internal override long FreeBytes => ReportedFreeBytes ?? base.FreeBytes;

    internal override StoreFile Open(string name, FileMode mode)
    {
        Note(new FileOperation(FileAction.Open, name, 0, 0));
        return new FaultyFile(base.Open(name, mode), Note);
    }

    internal override void Delete(string name)
    {
        Note(new FileOperation(FileAction.Delete, name, 0, 0));
        base.Delete(name);
    }

    internal override void Rename(string from, string to)
    {
        Note(new FileOperation(FileAction.Rename, from, 0, 0));
        base.Rename(from, to);
    }

    internal override void FlushDirectory()
    {
        Note(new FileOperation(FileAction.FlushDirectory, string.Empty, 0, 0));
        base.FlushDirectory();
    }

    /// <summary>Forgets what was tried so far.</summary>
    internal void Forget() => _operations.Clear();

    /// <summary>Lets every operation of a kind fail from now on.</summary>
    internal void Fail(Func<FileOperation, bool> which, string message = "No space left on device") => Before = operation =>
        which(operation) ? throw new IOException(message) : null;

    private int? Note(FileOperation operation)
    {
        _operations.Enqueue(operation);
        return Before?.Invoke(operation);
    }
}
