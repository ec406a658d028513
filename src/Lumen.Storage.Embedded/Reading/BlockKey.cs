using Lumen.Storage.Embedded.Segments;

namespace Lumen.Storage.Embedded.Reading;

/// <summary>A block of one very segment: a bucket that is rewritten or finished has other ones.</summary>
/// <param name="Segment">The segment, the same only if it is the same object.</param>
/// <param name="Block">The number of the block in it.</param>
internal readonly record struct BlockKey(Segment Segment, int Block);
