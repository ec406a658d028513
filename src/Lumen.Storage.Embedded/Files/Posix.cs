using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Lumen.Storage.Embedded.Files;

/// <summary>The few calls of POSIX systems that .NET does not offer.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class Posix
{
    private const int InterruptedCall = 4;
    private const int ReadOnly = 0;

    // O_CLOEXEC, so that a child process does not keep the descriptor.
    private static int CloseOnExec => OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;

    /// <summary>fdatasync: the data, and of the metadata what is needed to read it again, the length for one.</summary>
    [SupportedOSPlatform("linux")]
    internal static void FlushData(SafeFileHandle file, string name)
    {
        while (FileDataSync(file) != 0)
        {
            ThrowUnlessInterrupted("fdatasync", name);
        }
    }

    /// <summary>Makes the entries of a directory durable.</summary>
    internal static void FlushDirectory(string directory)
    {
        using var handle = OpenForReading(directory);
        while (FileSync(handle) != 0)
        {
            ThrowUnlessInterrupted("fsync", directory);
        }
    }

    /// <summary>
    /// Opens a file or directory by its path without taking the advisory lock that .NET takes for every file, which a lock held elsewhere
    /// in this process would refuse.
    /// </summary>
    internal static SafeFileHandle OpenForReading(string path)
    {
        int descriptor;
        while ((descriptor = Open(path, ReadOnly | CloseOnExec)) < 0)
        {
            ThrowUnlessInterrupted("open", path);
        }

        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private static void ThrowUnlessInterrupted(string call, string name)
    {
        var error = Marshal.GetLastPInvokeError();
        if (error != InterruptedCall)
        {
            throw new IOException($"{call} of '{name}' failed: {Marshal.GetPInvokeErrorMessage(error)}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FileDataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FileSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
