using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Statistics;

/// <summary>Lists of numbers that only rise, as their count and the distances between them.</summary>
internal static class AscendingNumbers
{
    internal static void Write(ByteBuilder bytes, ReadOnlySpan<int> numbers)
    {
        bytes.AddVarint(numbers.Length);
        var previous = 0;
        foreach (var number in numbers)
        {
            bytes.AddVarint(number - previous);
            previous = number;
        }
    }

    internal static int[] Read(ref ByteParser parser)
    {
        var numbers = new int[parser.TakeCount()];
        var number = 0;
        for (var index = 0; index < numbers.Length; index++)
        {
            number = parser.TakeIntAfter(number);
            numbers[index] = number;
        }

        return numbers;
    }
}
