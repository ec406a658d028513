namespace Lumen.Storage.Embedded.Frames;

/// <summary>Where a frame is in its file.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Size">Its bytes, the header included.</param>
internal readonly record struct FramePlace(long Offset, int Size)
{
    /// <summary>Where the next frame begins.</summary>
    internal long End => Offset + Size;
}
