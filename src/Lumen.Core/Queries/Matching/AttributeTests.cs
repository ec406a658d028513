using System.Text;
using Lumen.Otlp;

namespace Lumen.Queries.Matching;

/// <summary>The conditions on attributes that may stand at one level. Immutable.</summary>
internal sealed class AttributeTests
{
    private readonly (byte[] Key, ulong Bit, ValueTest Test)[] _tests;

    internal AttributeTests(IReadOnlyList<SpanCondition> conditions, AttributeLevel level)
    {
        var tests = new List<(byte[] Key, ulong Bit, ValueTest Test)>();
        for (var number = 0; number < conditions.Count; number++)
        {
            var field = conditions[number].Field;
            if (field.Intrinsic is null && (field.Level == level || field.Level == AttributeLevel.Any))
            {
                tests.Add((Encoding.UTF8.GetBytes(field.Key), 1UL << number, new ValueTest(conditions[number])));
                All |= 1UL << number;
                Own |= field.Level == level ? 1UL << number : 0;
            }
        }

        _tests = [.. tests];
    }

    internal bool IsEmpty => _tests.Length == 0;

    /// <summary>The conditions on this level alone: what no attribute of it makes true does not hold.</summary>
    internal ulong Own { get; }

    /// <summary>The conditions on this level and on any.</summary>
    internal ulong All { get; }

    /// <summary>The conditions that an attribute makes true.</summary>
    /// <param name="keyValue">The bytes of a <c>KeyValue</c> message.</param>
    internal ulong TrueFor(ReadOnlySpan<byte> keyValue)
    {
        var attribute = KeyValueView.Read(keyValue);
        return TrueFor(attribute.Key, attribute.Value);
    }

    /// <summary>The conditions that an attribute makes true.</summary>
    /// <param name="key">The key in UTF-8.</param>
    /// <param name="value">The bytes of an <c>AnyValue</c> message.</param>
    internal ulong TrueFor(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var holds = 0UL;
        foreach (var (wanted, bit, test) in _tests)
        {
            if (key.SequenceEqual(wanted) && test.HoldsFor(value))
            {
                holds |= bit;
            }
        }

        return holds;
    }

    /// <summary>The conditions that the attributes of a message make true.</summary>
    /// <param name="message">The bytes of a message with attributes.</param>
    /// <param name="attributes">The tag of its attributes.</param>
    internal ulong TrueForAll(ReadOnlySpan<byte> message, uint attributes)
    {
        var (holds, position) = (0UL, 0);
        while (!IsEmpty && WireFormat.TryReadField(message, ref position, out var tag, out _, out var bytes))
        {
            if (tag == attributes)
            {
                holds |= TrueFor(bytes);
            }
        }

        return holds;
    }
}
