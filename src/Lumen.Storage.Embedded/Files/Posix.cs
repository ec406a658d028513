using System.Buffers.Binary;
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

    // Of statx, whose structure is the same on every architecture: where things are, and how to ask.
    private const int StatBytes = 256;
    private const int StatInodeOffset = 32;
    private const int StatDeviceMajorOffset = 136;
    private const int StatDeviceMinorOffset = 140;
    private const uint StatInode = 0x100;
    private const int StatEmptyPath = 0x1000;
    private const int StatFromWorkingDirectory = -100;

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

    /// <summary>Which file is open; null where the C library does not say.</summary>
    [SupportedOSPlatform("linux")]
    internal static FileIdentity? Identify(SafeFileHandle file)
    {
        Span<byte> stat = stackalloc byte[StatBytes];
        try
        {
            return Stat(file, string.Empty, StatEmptyPath, StatInode, ref stat[0]) == 0 ? IdentityOf(stat) : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Which file a path leads to; null if it leads nowhere.</summary>
    [SupportedOSPlatform("linux")]
    internal static FileIdentity? Identify(string path)
    {
        Span<byte> stat = stackalloc byte[StatBytes];
        return Stat(StatFromWorkingDirectory, path, 0, StatInode, ref stat[0]) == 0 ? IdentityOf(stat) : null;
    }

    private static FileIdentity IdentityOf(ReadOnlySpan<byte> stat) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(stat[StatDeviceMajorOffset..]),
        BinaryPrimitives.ReadUInt32LittleEndian(stat[StatDeviceMinorOffset..]),
        BinaryPrimitives.ReadUInt64LittleEndian(stat[StatInodeOffset..]));

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

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(SafeFileHandle directory, string path, int flags, uint mask, ref byte result);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(int directory, string path, int flags, uint mask, ref byte result);
}
