using Lumen.Otlp;

namespace Lumen.Storage.Embedded.ColumnTests;

/// <summary>The same fields of a span in another order.</summary>
internal static class SpanFields
{
    /// <summary>Shuffles all fields, or only those between the first and the last attribute.</summary>
    internal static byte[] Shuffle(byte[] span, Random random, bool onlyAttributes)
    {
        var fields = Split(span);
        var shuffled = fields.ToArray();
        var isAttribute = fields.ConvertAll(field => field[0] == 0x4A);
        if (!onlyAttributes || !isAttribute.Contains(true))
        {
            random.Shuffle(shuffled);
        }
        else
        {
            var (first, last) = (isAttribute.IndexOf(true), isAttribute.LastIndexOf(true));
            random.Shuffle(shuffled.AsSpan(first, last - first + 1));
        }

        return [.. shuffled.SelectMany(field => field)];
    }

    private static List<byte[]> Split(byte[] span)
    {
        var fields = new List<byte[]>();
        var reader = new ProtobufReader(span);
        for (var start = 0; reader.Next(out _); start = reader.Position)
        {
            fields.Add(span[start..reader.Position]);
        }

        return fields;
    }
}
