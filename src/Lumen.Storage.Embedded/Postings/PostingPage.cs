using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Postings;

/// <summary>A page of trace postings.</summary>
/// <param name="FirstHash">The least hash on it.</param>
/// <param name="Place">Where it is.</param>
internal readonly record struct PostingPage(uint FirstHash, FramePlace Place);
