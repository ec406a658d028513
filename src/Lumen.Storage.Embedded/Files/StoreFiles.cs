namespace Lumen.Storage.Embedded.Files;

/// <summary>
/// The directory of a store: the only place that touches a file system, so that tests can put a failing one in its place. Thread-safe.
/// </summary>
internal class StoreFiles(string directory)
{
    /// <summary>The ending of files that are not what they are going to be yet; they are deleted at open.</summary>
    internal const string TemporaryEnding = ".tmp";

    /// <summary>The directory's full path.</summary>
    internal string Directory { get; } = Path.GetFullPath(directory);

    /// <summary>How many bytes this process could still write there.</summary>
    internal virtual long FreeBytes => new DriveInfo(Directory).AvailableFreeSpace;

    /// <summary>Makes the directory if it is missing.</summary>
    /// <returns>Whether it had to be made.</returns>
    internal virtual bool CreateDirectory()
    {
        if (System.IO.Directory.Exists(Directory))
        {
            return false;
        }

        System.IO.Directory.CreateDirectory(Directory);
        return true;
    }

    /// <summary>Opens a file for reading and writing.</summary>
    internal virtual StoreFile Open(string name, FileMode mode) => new DiskFile(Directory, name, mode);

    /// <summary>Deletes a file; does nothing if it is not there.</summary>
    internal virtual void Delete(string name) => File.Delete(Path.Combine(Directory, name));

    /// <summary>Renames a file, over another one if there is one.</summary>
    internal virtual void Rename(string from, string to) =>
        File.Move(Path.Combine(Directory, from), Path.Combine(Directory, to), overwrite: true);

    /// <summary>Whether the file's directory entry is there.</summary>
    internal virtual bool Exists(string name) => File.Exists(Path.Combine(Directory, name));

    /// <summary>Every file in the directory; one that goes meanwhile may be left out.</summary>
    internal virtual IReadOnlyList<StoredFile> List()
    {
        var files = new List<StoredFile>();
        foreach (var file in new DirectoryInfo(Directory).EnumerateFiles())
        {
            try
            {
                files.Add(new StoredFile(file.Name, file.Length));
            }
            catch (FileNotFoundException)
            {
                // Deleted or renamed since its name was read: a bucket that the last reader let go of, a rewritten one.
            }
        }

        return files;
    }

    /// <summary>Makes created, renamed and deleted entries durable. Windows does so by itself.</summary>
    internal virtual void FlushDirectory()
    {
        if (!OperatingSystem.IsWindows())
        {
            Posix.FlushDirectory(Directory);
        }
    }
}

/// <summary>A file in the store's directory.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">Its bytes.</param>
internal readonly record struct StoredFile(string Name, long Length);
