using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Statistics;

/// <summary>The least and the greatest number that an attribute has in a block; NaN does not count.</summary>
/// <param name="Column">The attribute's column in the bucket.</param>
/// <param name="Least">Not above any of them: integers that no double is are rounded down.</param>
/// <param name="Greatest">Not below any of them.</param>
internal readonly record struct NumberRange(int Column, double Least, double Greatest)
{
    /// <summary>The range of no number.</summary>
    internal static NumberRange Empty(int column) => new(column, double.PositiveInfinity, double.NegativeInfinity);

    internal bool IsEmpty => Least > Greatest;

    internal NumberRange With(double number) => double.IsNaN(number)
        ? this
        : this with { Least = Math.Min(Least, number), Greatest = Math.Max(Greatest, number) };

    internal NumberRange With(long number)
    {
        var rounded = (double)number;
        var exact = (Int128)rounded;
        return this with
        {
            Least = Math.Min(Least, exact > number ? Math.BitDecrement(rounded) : rounded),
            Greatest = Math.Max(Greatest, exact < number ? Math.BitIncrement(rounded) : rounded),
        };
    }

    internal static void Write(ByteBuilder bytes, ReadOnlySpan<NumberRange> ranges)
    {
        bytes.AddVarint(ranges.Length);
        var previous = 0;
        foreach (var range in ranges)
        {
            bytes.AddVarint(range.Column - previous);
            bytes.AddUInt64(BitConverter.DoubleToUInt64Bits(range.Least));
            bytes.AddUInt64(BitConverter.DoubleToUInt64Bits(range.Greatest));
            previous = range.Column;
        }
    }

    internal static NumberRange[] Read(ref ByteParser parser)
    {
        var ranges = new NumberRange[parser.TakeCount()];
        var column = 0;
        foreach (ref var range in ranges.AsSpan())
        {
            column = checked(column + parser.TakeInt());
            range = new NumberRange(
                column, BitConverter.UInt64BitsToDouble(parser.TakeUInt64()), BitConverter.UInt64BitsToDouble(parser.TakeUInt64()));
        }

        return ranges;
    }
}
