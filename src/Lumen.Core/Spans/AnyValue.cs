using System.Globalization;
using System.Runtime.CompilerServices;

namespace Lumen;

/// <summary>A value of any of OTLP's kinds. Immutable. Equality is by kind and content; lists compare element by element.</summary>
public readonly struct AnyValue : IEquatable<AnyValue>
{
    private readonly object? _reference;
    private readonly long _bits;

    private AnyValue(AnyValueKind kind, object? reference, long bits)
    {
        Kind = kind;
        _reference = reference;
        _bits = bits;
    }

    /// <summary>What the value is. The accessors of other kinds return null.</summary>
    public AnyValueKind Kind { get; }

    /// <summary>The text, or null if the value is of another kind.</summary>
    public string? AsString => _reference as string;

    /// <summary>The truth value, or null if the value is of another kind.</summary>
    public bool? AsBool => Kind == AnyValueKind.Bool ? _bits != 0 : null;

    /// <summary>The integer, or null if the value is of another kind.</summary>
    public long? AsInt => Kind == AnyValueKind.Int ? _bits : null;

    /// <summary>The double, or null if the value is of another kind.</summary>
    public double? AsDouble => Kind == AnyValueKind.Double ? BitConverter.Int64BitsToDouble(_bits) : null;

    /// <summary>The elements, or null if the value is of another kind.</summary>
    public IReadOnlyList<AnyValue>? AsArray => _reference as IReadOnlyList<AnyValue>;

    /// <summary>The keys and values in their order, or null if the value is of another kind.</summary>
    public IReadOnlyList<KeyValue>? AsKeyValueList => _reference as IReadOnlyList<KeyValue>;

    /// <summary>The bytes, or null if the value is of another kind.</summary>
    public ReadOnlyMemory<byte>? AsBytes => _reference is byte[] bytes ? new ReadOnlyMemory<byte>(bytes) : default(ReadOnlyMemory<byte>?);

    /// <summary>A text value.</summary>
    public static AnyValue Of(string value) => new(AnyValueKind.String, value, 0);

    /// <summary>A truth value.</summary>
    public static AnyValue Of(bool value) => new(AnyValueKind.Bool, null, value ? 1 : 0);

    /// <summary>An integer value.</summary>
    public static AnyValue Of(long value) => new(AnyValueKind.Int, null, value);

    /// <summary>A double value.</summary>
    public static AnyValue Of(double value) => new(AnyValueKind.Double, null, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A list of values; the list is not copied and must not change afterwards.</summary>
    public static AnyValue Of(IReadOnlyList<AnyValue> values) => new(AnyValueKind.Array, values, 0);

    /// <summary>A list of keys and values; the list is not copied and must not change afterwards.</summary>
    public static AnyValue Of(IReadOnlyList<KeyValue> values) => new(AnyValueKind.KeyValueList, values, 0);

    /// <summary>A bytes value; the array is not copied and must not change afterwards.</summary>
    public static AnyValue Of(byte[] value) => new(AnyValueKind.Bytes, value, 0);

    /// <inheritdoc/>
    public bool Equals(AnyValue other) => Kind == other.Kind && _bits == other._bits && Kind switch
    {
        AnyValueKind.String => AsString == other.AsString,
        AnyValueKind.Array => AsArray!.SequenceEqual(other.AsArray!),
        AnyValueKind.KeyValueList => AsKeyValueList!.SequenceEqual(other.AsKeyValueList!),
        AnyValueKind.Bytes => AsBytes!.Value.Span.SequenceEqual(other.AsBytes!.Value.Span),
        _ => true,
    };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AnyValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, _bits, Kind switch
    {
        AnyValueKind.String => AsString!.GetHashCode(StringComparison.Ordinal),
        AnyValueKind.Array => AsArray!.Count,
        AnyValueKind.KeyValueList => AsKeyValueList!.Count,
        AnyValueKind.Bytes => AsBytes!.Value.Length,
        _ => 0,
    });

    /// <summary>The printed value: text as it is, numbers in the invariant culture, bytes in base64, lists in brackets.</summary>
    public override string ToString() => Kind switch
    {
        AnyValueKind.String => AsString!,
        AnyValueKind.Bool => _bits != 0 ? "true" : "false",
        AnyValueKind.Int => _bits.ToString(CultureInfo.InvariantCulture),
        AnyValueKind.Double => BitConverter.Int64BitsToDouble(_bits).ToString("R", CultureInfo.InvariantCulture),
        AnyValueKind.Array => Bracketed('[', AsArray!, ']'),
        AnyValueKind.KeyValueList => Bracketed('{', AsKeyValueList!, '}'),
        AnyValueKind.Bytes => Convert.ToBase64String(AsBytes!.Value.Span),
        _ => string.Empty,
    };

    /// <summary>Whether both are of the same kind and content.</summary>
    public static bool operator ==(AnyValue left, AnyValue right) => left.Equals(right);

    /// <summary>Whether they differ in kind or content.</summary>
    public static bool operator !=(AnyValue left, AnyValue right) => !left.Equals(right);

    private static string Bracketed<T>(char open, IReadOnlyList<T> values, char close)
    {
        var text = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture);
        text.AppendFormatted(open);
        for (var i = 0; i < values.Count; i++)
        {
            text.AppendLiteral(i == 0 ? string.Empty : ", ");
            text.AppendFormatted(values[i]);
        }

        text.AppendFormatted(close);
        return text.ToStringAndClear();
    }
}
