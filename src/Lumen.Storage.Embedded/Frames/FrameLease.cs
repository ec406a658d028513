using System.Buffers;

namespace Lumen.Storage.Embedded.Frames;

/// <summary>A frame in a rented array, returned by disposing.</summary>
internal readonly struct FrameLease(byte[] buffer, FrameHeader header) : IDisposable
{
    internal FrameHeader Header { get; } = header;

    internal ReadOnlySpan<byte> Payload => buffer.AsSpan(Frame.HeaderSize, Header.Length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}
