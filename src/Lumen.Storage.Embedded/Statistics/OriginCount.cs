using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Statistics;

/// <summary>How many spans of an origin a block has: of a resource, a scope, a name and a kind.</summary>
/// <param name="Origin">Number of the origin in the bucket's catalog.</param>
/// <param name="Spans">How many, at least one.</param>
internal readonly record struct OriginCount(int Origin, int Spans)
{
    internal static void Write(ByteBuilder bytes, ReadOnlySpan<OriginCount> counts)
    {
        bytes.AddVarint(counts.Length);
        var previous = 0;
        foreach (var count in counts)
        {
            bytes.AddVarint(count.Origin - previous);
            bytes.AddVarint(count.Spans);
            previous = count.Origin;
        }
    }

    internal static OriginCount[] Read(ref ByteParser parser)
    {
        var counts = new OriginCount[parser.TakeCount()];
        var origin = 0;
        foreach (ref var count in counts.AsSpan())
        {
            origin = checked(origin + parser.TakeInt());
            count = new OriginCount(origin, parser.TakeInt());
        }

        return counts;
    }
}
