using Microsoft.Win32.SafeHandles;

namespace Lumen.Storage.Embedded.Files;

/// <summary>A <see cref="StoreFile"/> on a real disk.</summary>
internal sealed class DiskFile : StoreFile
{
    private readonly SafeFileHandle _handle;

    internal DiskFile(string directory, string name, FileMode mode)
        : base(name)
    {
        // Others may delete it under us: that is noticed and answered (rule 7), not prevented, so that all systems behave alike.
        _handle = File.OpenHandle(Path.Combine(directory, name), mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    }

    internal override long Length => RandomAccess.GetLength(_handle);

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
