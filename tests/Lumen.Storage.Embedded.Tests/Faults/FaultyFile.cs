using Lumen.Storage.Embedded.Files;

namespace Lumen.Storage.Embedded.Faults;

/// <summary>A file of <see cref="FaultyFiles"/>.</summary>
internal sealed class FaultyFile(StoreFile file, Func<FileOperation, int?> note) : StoreFile(file.Name)
{
    internal override long Length => file.Length;

    internal override bool IsInPlace => file.IsInPlace;

    internal override int Read(Span<byte> destination, long offset)
    {
        note(new FileOperation(FileAction.Read, Name, offset, destination.Length));
        return file.Read(destination, offset);
    }

    internal override void Write(ReadOnlySpan<byte> source, long offset)
    {
        if (note(new FileOperation(FileAction.Write, Name, offset, source.Length)) is { } written)
        {
            file.Write(source[..written], offset);
            throw new IOException($"Only {written} of {source.Length} bytes were written.");
        }

        file.Write(source, offset);
    }

    internal override void SetLength(long length)
    {
        note(new FileOperation(FileAction.SetLength, Name, length, 0));
        file.SetLength(length);
    }

    internal override void Flush()
    {
        note(new FileOperation(FileAction.Flush, Name, 0, 0));
        file.Flush();
    }

    public override void Dispose() => file.Dispose();
}
