using System.Text;
using Lumen.Otlp;

namespace Lumen.Queries.Matching;

/// <summary>The conditions that only the bytes of a span decide, all read in one walk over them. Immutable.</summary>
internal sealed class SpanBodyTests
{
    private readonly AttributeTests _span;
    private readonly AttributeTests _event;
    private readonly AttributeTests _link;
    private readonly IntrinsicTests _eventNames;
    private readonly IntrinsicTests _messages;
    private readonly (byte[] Key, ulong Conditions)[] _keys;

    internal SpanBodyTests(IReadOnlyList<SpanCondition> conditions, IntrinsicTests eventNames, IntrinsicTests messages)
    {
        _span = new AttributeTests(conditions, AttributeLevel.Span);
        _event = new AttributeTests(conditions, AttributeLevel.Event);
        _link = new AttributeTests(conditions, AttributeLevel.Link);
        (_eventNames, _messages) = (eventNames, messages);
        Attributes = _span.All | _event.All | _link.All;
        _keys =
        [
            .. conditions.Index().Where(entry => (Attributes & (1UL << entry.Index)) != 0)
                .GroupBy(static entry => entry.Item.Field.Key, static entry => 1UL << entry.Index, StringComparer.Ordinal)
                .Select(static group => (Encoding.UTF8.GetBytes(group.Key), group.Aggregate(0UL, static (bits, bit) => bits | bit))),
        ];
        Texts = eventNames.Bits | messages.Bits;
        Own = _span.Own | _event.Own | _link.Own | eventNames.Bits | messages.Bits;
    }

    /// <summary>The conditions on attributes of spans, events and links, or of any level.</summary>
    internal ulong Attributes { get; }

    /// <summary>The conditions on what else only the bytes of a span say.</summary>
    internal ulong Texts { get; }

    /// <summary>The conditions that nothing but the bytes of a span makes true.</summary>
    private ulong Own { get; }

    /// <summary>
    /// The conditions whose key stands nowhere in the bytes, so that no attribute of them has it: some times faster than reading them.
    /// </summary>
    internal ulong AbsentFrom(ReadOnlySpan<byte> span)
    {
        var bits = 0UL;
        foreach (var (key, conditions) in _keys)
        {
            bits |= span.IndexOf(key) < 0 ? conditions : 0;
        }

        return bits;
    }

    /// <summary>The keys of attributes that are asked for in the bytes of spans, each with its conditions.</summary>
    internal IReadOnlyList<(byte[] Key, ulong Conditions)> Keys => _keys;

    /// <summary>The conditions that one attribute makes true.</summary>
    internal ulong TrueFor(AttributeLevel level, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => level switch
    {
        AttributeLevel.Span => _span.TrueFor(key, value),
        AttributeLevel.Event => _event.TrueFor(key, value),
        AttributeLevel.Link => _link.TrueFor(key, value),
        _ => 0,
    };

    internal ConditionTruth Read(ReadOnlySpan<byte> span)
    {
        var (holds, position) = (0UL, 0);
        ReadOnlySpan<byte> message = default;
        while (WireFormat.TryReadField(span, ref position, out var tag, out _, out var bytes))
        {
            switch (tag)
            {
                case OtlpTags.Span.Attributes when !_span.IsEmpty:
                    holds |= _span.TrueFor(bytes);
                    break;
                case OtlpTags.Span.Events:
                    holds |= ReadEvent(bytes);
                    break;
                case OtlpTags.Span.Links:
                    holds |= _link.TrueForAll(bytes, OtlpTags.Link.Attributes);
                    break;
                case OtlpTags.Span.Status when _messages.Bits != 0:
                    message = ReadMessage(bytes, message);
                    break;
            }
        }

        holds |= message.IsEmpty ? 0 : _messages.TrueFor(message);
        return new ConditionTruth(holds, 0).Without(Own);
    }

    private ulong ReadEvent(ReadOnlySpan<byte> message)
    {
        var holds = _event.TrueForAll(message, OtlpTags.Event.Attributes);
        if (_eventNames.Bits == 0)
        {
            return holds;
        }

        ReadOnlySpan<byte> name = default;
        var position = 0;
        while (WireFormat.TryReadField(message, ref position, out var tag, out _, out var bytes))
        {
            name = tag == OtlpTags.Event.Name ? bytes : name;
        }

        return holds | _eventNames.TrueFor(name);
    }

    /// <summary>The message of a <c>Status</c>, or what an earlier one of the same span said.</summary>
    private static ReadOnlySpan<byte> ReadMessage(ReadOnlySpan<byte> status, ReadOnlySpan<byte> earlier)
    {
        var position = 0;
        while (WireFormat.TryReadField(status, ref position, out var tag, out _, out var bytes))
        {
            earlier = tag == OtlpTags.Status.Message ? bytes : earlier;
        }

        return earlier;
    }
}
