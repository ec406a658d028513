namespace Lumen.TestKit;

/// <summary>
/// Damages bytes the way fuzzers do: bytes changed, cut out, doubled, moved in, ends cut off. The same seed damages alike.
/// </summary>
/// <param name="seed">The seed.</param>
public sealed class Mutation(int seed)
{
    private const int MostChanges = 6;
    private const int LongestRun = 40;

    private readonly Random _random = new(seed);

    /// <summary>Damages a copy.</summary>
    /// <param name="bytes">The bytes, which stay as they are.</param>
    public byte[] Of(byte[] bytes)
    {
        var damaged = bytes.ToList();
        for (var changes = _random.Next(1, MostChanges); changes > 0; changes--)
        {
            Damage(damaged);
        }

        return [.. damaged];
    }

    private void Damage(List<byte> bytes)
    {
        var position = _random.Next(bytes.Count + 1);
        var length = Math.Min(_random.Next(1, LongestRun), bytes.Count - position);
        switch (_random.Next(8))
        {
            case 0 when bytes.Count > 0:
                bytes[_random.Next(bytes.Count)] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when bytes.Count > 0:
                bytes[_random.Next(bytes.Count)] = (byte)_random.Next(256);
                break;
            case 2 when bytes.Count > 0:
                // Small changes of a byte turn up lengths that are off by a little.
                bytes[_random.Next(bytes.Count)] += (byte)_random.Next(-3, 4);
                break;
            case 3:
                bytes.RemoveRange(position, length);
                break;
            case 4:
                bytes.InsertRange(position, bytes.GetRange(position, length));
                break;
            case 5:
                bytes.InsertRange(_random.Next(bytes.Count + 1), bytes.GetRange(position, length));
                break;
            case 6 when _random.Next(4) == 0:
                bytes.RemoveRange(position, bytes.Count - position);
                break;
            default:
                bytes.InsertRange(position, Enumerable.Range(0, _random.Next(1, 11)).Select(_ => (byte)_random.Next(0x78, 0x100)));
                break;
        }
    }
}
