using Microsoft.Win32.SafeHandles;

namespace Lumen.Storage.Embedded.Files;

/// <summary>A <see cref="StoreFile"/> on a real disk.</summary>
internal sealed class DiskFile : StoreFile
{
    private readonly SafeFileHandle _handle;
    private readonly string _path;
    private readonly FileIdentity? _identity;

    internal DiskFile(string directory, string name, FileMode mode)
        : base(name)
    {
        _path = Path.Combine(directory, name);
        // Others may delete it under us: that is noticed and answered (rule 7), not prevented, so that all systems behave alike.
        _handle = File.OpenHandle(_path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        _identity = FileIdentity.Of(_handle);
    }

    internal override long Length => RandomAccess.GetLength(_handle);

    internal override bool IsInPlace => _identity is { } own ? FileIdentity.At(_path) == own : File.Exists(_path);

    internal override int Read(Span<byte> destination, long offset)
    {
        var total = 0;
        while (total < destination.Length)
        {
            var read = RandomAccess.Read(_handle, destination[total..], offset + total);
            if (read == 0)
            {
                break;
            }

            total += read;
        }

        return total;
    }

    internal override void Write(ReadOnlySpan<byte> source, long offset) => RandomAccess.Write(_handle, source, offset);

    internal override void SetLength(long length) => RandomAccess.SetLength(_handle, length);

    internal override void Flush()
    {
        if (OperatingSystem.IsLinux())
        {
            Posix.FlushData(_handle, Name);
        }
        else
        {
            RandomAccess.FlushToDisk(_handle);
        }
    }

    public override void Dispose() => _handle.Dispose();
}
