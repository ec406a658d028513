using System.Globalization;
using System.Text.Json;

namespace Lumen.AspNetCore.Routes;

/// <summary>
/// 64-bit integers as decimal strings, which every reader of JSON keeps exactly: a number beyond 2^53 is rounded by most of them.
/// </summary>
internal static class JsonIntegers
{
    private const int MaxDigits = 20;

    internal static void WriteNanos(this Utf8JsonWriter json, ReadOnlySpan<byte> name, ulong nanos)
    {
        json.WritePropertyName(name);
        json.WriteNanosValue(nanos);
    }

    internal static void WriteNanosValue(this Utf8JsonWriter json, ulong nanos)
    {
        Span<byte> digits = stackalloc byte[MaxDigits];
        nanos.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        json.WriteStringValue(digits[..length]);
    }

    internal static void WriteId(this Utf8JsonWriter json, ReadOnlySpan<byte> name, TraceId id)
    {
        Span<char> digits = stackalloc char[TraceId.HexLength];
        id.TryFormat(digits, out _);
        json.WriteString(name, digits);
    }
}
