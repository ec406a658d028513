using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Lumen.Otlp;

namespace Lumen.Queries.Matching;

/// <summary>An <c>AnyValue</c> message as it lies in a span's bytes, read as <see cref="AnyValueReader"/> reads it.</summary>
internal readonly ref struct AnyValueView
{
    /// <summary>Room for every number that is printed.</summary>
    internal const int ScratchSize = 64;

    private readonly ReadOnlySpan<byte> _message;
    private readonly ReadOnlySpan<byte> _text;
    private readonly ulong _bits;

    private AnyValueView(AnyValueKind kind, ReadOnlySpan<byte> message, ReadOnlySpan<byte> text, ulong bits)
    {
        Kind = kind;
        _message = message;
        _text = text;
        _bits = bits;
    }

    internal AnyValueKind Kind { get; }

    internal long Integer => (long)_bits;

    internal double Real => BitConverter.UInt64BitsToDouble(_bits);

    internal static AnyValueView Read(ReadOnlySpan<byte> message)
    {
        var (kind, bits, position) = (AnyValueKind.Empty, 0UL, 0);
        ReadOnlySpan<byte> text = default;
        while (WireFormat.TryReadField(message, ref position, out var tag, out var value, out var bytes))
        {
            var known = KindOf(tag);
            if (known != AnyValueKind.Empty)
            {
                kind = known;
                bits = value;
                text = bytes;
            }
        }

        return new AnyValueView(kind, message, text, bits);
    }

    /// <summary>The printed value in UTF-8, as <see cref="AnyValue.ToString"/> gives it.</summary>
    /// <param name="scratch">At least <see cref="ScratchSize"/> bytes, which the result may lie in.</param>
    internal ReadOnlySpan<byte> Print(Span<byte> scratch)
    {
        var written = 0;
        switch (Kind)
        {
            case AnyValueKind.Empty:
                return default;
            case AnyValueKind.String:
                return _text;
            case AnyValueKind.Bool:
                return _bits != 0 ? "true"u8 : "false"u8;
            case AnyValueKind.Int when Utf8Formatter.TryFormat(Integer, scratch, out written):
                return scratch[..written];
            case AnyValueKind.Double when Real.TryFormat(scratch, out written, "R", CultureInfo.InvariantCulture):
                return scratch[..written];
            default:
                return Encoding.UTF8.GetBytes(AnyValueReader.Read(_message, depth: 0).ToString());
        }
    }

    private static AnyValueKind KindOf(uint tag) => tag switch
    {
        OtlpTags.AnyValue.String => AnyValueKind.String,
        OtlpTags.AnyValue.Bool => AnyValueKind.Bool,
        OtlpTags.AnyValue.Int => AnyValueKind.Int,
        OtlpTags.AnyValue.Double => AnyValueKind.Double,
        OtlpTags.AnyValue.Array => AnyValueKind.Array,
        OtlpTags.AnyValue.KeyValueList => AnyValueKind.KeyValueList,
        OtlpTags.AnyValue.Bytes => AnyValueKind.Bytes,
        _ => AnyValueKind.Empty,
    };
}
