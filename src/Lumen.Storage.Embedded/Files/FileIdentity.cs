using Microsoft.Win32.SafeHandles;

namespace Lumen.Storage.Embedded.Files;

/// <summary>
/// Which file something is, whatever its name: while it is open, no other file has the same identity. Linux alone tells it.
/// </summary>
/// <param name="DeviceMajor">The device it lies on, first half.</param>
/// <param name="DeviceMinor">Second half.</param>
/// <param name="Inode">Its number there.</param>
internal readonly record struct FileIdentity(uint DeviceMajor, uint DeviceMinor, ulong Inode)
{
    /// <summary>The identity of an open file; null where the system does not tell.</summary>
    internal static FileIdentity? Of(SafeFileHandle file) => OperatingSystem.IsLinux() ? Posix.Identify(file) : null;

    /// <summary>The identity of the file that a path leads to now; null if there is none.</summary>
    internal static FileIdentity? At(string path) => OperatingSystem.IsLinux() ? Posix.Identify(path) : null;
}
