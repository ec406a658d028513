using System.Text;

namespace Lumen.Ingestion;

/// <summary>Names of attributes, some of them beginnings. There are few: comparing with each is the quickest way. Immutable.</summary>
internal sealed class AttributeNames
{
    private readonly byte[][] _names;
    private readonly byte[][] _beginnings;

    internal AttributeNames(IEnumerable<string> patterns)
    {
        var all = patterns.ToLookup(pattern => pattern.EndsWith('*'));
        _names = [.. all[false].Select(Encoding.UTF8.GetBytes)];
        _beginnings = [.. all[true].Select(pattern => Encoding.UTF8.GetBytes(pattern[..^1]))];
    }

    internal bool Include(ReadOnlySpan<byte> key)
    {
        foreach (var name in _names)
        {
            if (key.SequenceEqual(name))
            {
                return true;
            }
        }

        foreach (var beginning in _beginnings)
        {
            if (key.StartsWith(beginning))
            {
                return true;
            }
        }

        return false;
    }
}
