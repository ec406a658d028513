using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Lumen.Storage.Embedded.Files;

/// <summary>
/// One process writes a directory: whoever holds this lock. The file holds a random id, by which its holder notices that the file, or the
/// whole directory, was replaced under it (rule 7). Dispose releases it; the file stays, because deleting it would let two in.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    internal const string FileName = "lumen.lock";

    private readonly SafeFileHandle _handle;
    private readonly string _path;
    private readonly byte[] _content;
    private readonly FileIdentity? _identity;

    private DirectoryLock(SafeFileHandle handle, string path, byte[] content)
    {
        _handle = handle;
        _path = path;
        _content = content;
        _identity = FileIdentity.Of(handle);
    }

    // Windows locks by share mode, and then reading must stay allowed; elsewhere only None takes an exclusive lock.
    private static FileShare Exclusive => OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="StoreUnavailableException">Another holds it, or the directory is not writable.</exception>
    internal static DirectoryLock Take(string directory)
    {
        var path = Path.Combine(directory, FileName);
        SafeFileHandle handle;
        try
        {
            handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, Exclusive);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw NotWritable(directory, denied);
        }
        catch (IOException failure) when (!File.Exists(path))
        {
            throw NotWritable(directory, failure);
        }
        catch (IOException taken)
        {
            throw new StoreUnavailableException(
                $"The trace directory '{directory}' is in use by another Lumen{HolderOf(path)}. Stop that one, or give this one "
                + "a directory of its own.",
                taken);
        }

        var content = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Guid.NewGuid():N} {Environment.ProcessId}\n"));
        try
        {
            RandomAccess.SetLength(handle, 0);
            RandomAccess.Write(handle, content, 0);
        }
        catch (IOException failure)
        {
            handle.Dispose();
            throw NotWritable(directory, failure);
        }

        return new DirectoryLock(handle, path, content);
    }

    /// <summary>
    /// Whether the lock file at the directory's path is still the one that this process holds, which one system call tells where files have
    /// an identity, and its random id elsewhere.
    /// </summary>
    internal bool IsInPlace => _identity is { } own ? FileIdentity.At(_path) == own : IsHeld();

    /// <summary>Whether the lock file at the directory's path holds the random id of this process.</summary>
    internal bool IsHeld() => ReadContent(_path).AsSpan().SequenceEqual(_content);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static StoreUnavailableException NotWritable(string directory, Exception cause) => new(
        $"The trace directory '{directory}' cannot be written ({cause.Message}). Give the process the right to write there, or set another "
        + "directory.",
        cause);

    private static string HolderOf(string path)
    {
        var words = Encoding.ASCII.GetString(ReadContent(path)).Split(' ', StringSplitOptions.TrimEntries);
        return words.Length == 2 ? $" (process {words[1]})" : string.Empty;
    }

    private static byte[] ReadContent(string path)
    {
        try
        {
            using var handle = OperatingSystem.IsWindows()
                ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
                : Posix.OpenForReading(path);
            var content = new byte[64];
            return content[..RandomAccess.Read(handle, content, 0)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
