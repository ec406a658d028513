using System.Text;
using System.Text.Json;

namespace Lumen.Otlp;

/// <summary>One field of an OTLP message: its number and layout on the wire, its name in JSON. Immutable.</summary>
internal sealed class OtlpField
{
    private readonly byte[] _name;
    private readonly byte[] _snakeName;

    internal OtlpField(int number, string name, OtlpFieldKind kind)
    {
        Number = number;
        Kind = kind;
        JsonName = JsonEncodedText.Encode(name);
        WireType = WireTypeOf(kind);
        _name = Encoding.UTF8.GetBytes(name);
        _snakeName = Encoding.UTF8.GetBytes(string.Concat(name.Select(InSnakeCase)));
    }

    internal int Number { get; }

    internal OtlpFieldKind Kind { get; }

    /// <summary>The name in lower camel case, which is the only one that the specification knows.</summary>
    internal JsonEncodedText JsonName { get; }

    /// <summary>The message of a field of kind <see cref="OtlpFieldKind.Message"/>.</summary>
    internal OtlpMessage? Message { get; init; }

    /// <summary>Whether the field may occur any number of times: an array in JSON.</summary>
    internal bool IsRepeated { get; init; }

    /// <summary>Whether the field is one of several alternatives, so that it is written even where it holds its default.</summary>
    internal bool IsAlternative { get; init; }

    /// <summary>Whether its content lies one level deeper: the lists of <c>AnyValue</c>.</summary>
    internal bool IsNested { get; init; }

    /// <summary>The names and numbers of an enum's values; empty for other kinds.</summary>
    internal IReadOnlyDictionary<string, int> EnumValues { get; init; } = new Dictionary<string, int>();

    /// <summary>The only wire type that belongs to the field.</summary>
    internal WireType WireType { get; }

    /// <summary>Whether a key of a JSON object means this field: its own name, or the snake case that some senders write.</summary>
    internal bool IsNamed(ReadOnlySpan<byte> key) => key.SequenceEqual(_name) || key.SequenceEqual(_snakeName);

    private static WireType WireTypeOf(OtlpFieldKind kind) => kind switch
    {
        OtlpFieldKind.Bool or OtlpFieldKind.Int64 or OtlpFieldKind.UInt32 or OtlpFieldKind.Enum => WireType.Varint,
        OtlpFieldKind.Fixed64 or OtlpFieldKind.Double => WireType.Fixed64,
        OtlpFieldKind.Fixed32 => WireType.Fixed32,
        _ => WireType.LengthDelimited,
    };

    private static string InSnakeCase(char letter) => char.IsUpper(letter) ? $"_{char.ToLowerInvariant(letter)}" : $"{letter}";
}
