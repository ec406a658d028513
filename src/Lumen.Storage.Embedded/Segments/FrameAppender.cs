using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Segments;

/// <summary>Writes frames one behind the other, some hundred kilobytes a call. Used again for every file. Not thread-safe.</summary>
internal sealed class FrameAppender(long seed)
{
    private const int WriteBytes = 256 * 1024;

    private readonly ByteBuilder _buffer = new(WriteBytes);
    private StoreFile _file = null!;
    private long _written;
    private int _frameStart;

    /// <summary>Where the next frame begins.</summary>
    internal long Position => _written + _buffer.Length;

    /// <summary>Turns to a file, at a position.</summary>
    internal void Begin(StoreFile file, long position)
    {
        _file = file;
        _written = position;
        _buffer.Clear();
    }

    /// <summary>Begins a frame.</summary>
    /// <returns>Where its payload is to be added.</returns>
    internal ByteBuilder BeginFrame()
    {
        _frameStart = _buffer.Length;
        _buffer.Reserve(Frame.HeaderSize);
        return _buffer;
    }

    /// <summary>Ends the frame that was begun.</summary>
    /// <param name="header">Its header; the length is filled in here.</param>
    internal FramePlace EndFrame(FrameHeader header)
    {
        var frame = _buffer.Written[_frameStart..];
        Frame.Seal(frame, header with { Length = frame.Length - Frame.HeaderSize }, seed);
        var place = new FramePlace(_written + _frameStart, frame.Length);
        if (_buffer.Length >= WriteBytes)
        {
            WriteOut();
        }

        return place;
    }

    /// <summary>Writes what is not written yet and makes all of it durable.</summary>
    internal void Flush()
    {
        WriteOut();
        _file.Flush();
    }

    private void WriteOut()
    {
        _file.Write(_buffer.Written, _written);
        _written += _buffer.Length;
        _buffer.Clear();
    }
}
