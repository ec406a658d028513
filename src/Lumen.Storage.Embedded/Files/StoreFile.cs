namespace Lumen.Storage.Embedded.Files;

/// <summary>
/// One open file of the store, read and written at offsets. Reading from several threads at once is safe, also while another writes
/// elsewhere in it. Failures are <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.
/// </summary>
internal abstract class StoreFile(string name) : IDisposable
{
    /// <summary>The file's name inside its directory.</summary>
    internal string Name { get; } = name;

    /// <summary>How many bytes the file has now.</summary>
    internal abstract long Length { get; }

    /// <summary>
    /// Whether the file of this name in the directory is still this one, and was not deleted or replaced meanwhile. Cheap.
    /// </summary>
    internal abstract bool IsInPlace { get; }

    /// <summary>Reads as many bytes as there are, at most as many as fit.</summary>
    /// <returns>How many were read: fewer than asked for only at the end of the file.</returns>
    internal abstract int Read(Span<byte> destination, long offset);

    /// <summary>Writes all bytes. What was written is durable only after <see cref="Flush"/> returned.</summary>
    internal abstract void Write(ReadOnlySpan<byte> source, long offset);

    /// <summary>Cuts the file, or lengthens it by zeros.</summary>
    internal abstract void SetLength(long length);

    /// <summary>Makes everything written so far durable, as far as the medium can promise.</summary>
    internal abstract void Flush();

    /// <inheritdoc/>
    public abstract void Dispose();
}
