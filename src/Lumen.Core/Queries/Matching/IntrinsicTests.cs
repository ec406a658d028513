using System.Text;

namespace Lumen.Queries.Matching;

/// <summary>The conditions on one intrinsic field. Immutable.</summary>
internal sealed class IntrinsicTests
{
    private const int MostOnStack = 256;

    private readonly (ulong Bit, ValueTest Test)[] _tests;

    internal IntrinsicTests(IReadOnlyList<SpanCondition> conditions, IntrinsicField field)
    {
        _tests =
        [
            .. conditions.Index().Where(entry => entry.Item.Field.Intrinsic == field)
                .Select(static entry => (1UL << entry.Index, new ValueTest(entry.Item))),
        ];
        Bits = _tests.Aggregate(0UL, static (bits, test) => bits | test.Bit);
    }

    /// <summary>All of the conditions.</summary>
    internal ulong Bits { get; }

    /// <summary>The conditions that a printed value makes true.</summary>
    internal ulong TrueFor(ReadOnlySpan<byte> printed)
    {
        var holds = 0UL;
        foreach (var (bit, test) in _tests)
        {
            holds |= test.HoldsForText(printed) ? bit : 0;
        }

        return holds;
    }

    /// <summary>The conditions that a printed value makes true.</summary>
    internal ulong TrueFor(string printed)
    {
        if (_tests.Length == 0)
        {
            return 0;
        }

        Span<byte> scratch = stackalloc byte[MostOnStack];
        return Encoding.UTF8.TryGetBytes(printed, scratch, out var written)
            ? TrueFor(scratch[..written])
            : TrueFor(Encoding.UTF8.GetBytes(printed));
    }

    /// <summary>The conditions that a number of nanoseconds makes true.</summary>
    internal ulong TrueFor(ulong nanos)
    {
        var holds = 0UL;
        foreach (var (bit, test) in _tests)
        {
            holds |= test.HoldsForNanos(nanos) ? bit : 0;
        }

        return holds;
    }
}
