using System.Globalization;
using System.Text.Json;

namespace Lumen.Interchange;

/// <summary>Reads values of JSON that their fields can hold, and passes over those they cannot.</summary>
internal static class JsonFields
{
    /// <summary>Steps into the object that the reader is at; anything else is passed over.</summary>
    internal static bool IsObject(scoped ref Utf8JsonReader json, scoped ref ReadingNotes notes) =>
        Is(ref json, JsonTokenType.StartObject, ref notes);

    /// <summary>Steps into the array that the reader is at; anything else is passed over.</summary>
    internal static bool IsArray(scoped ref Utf8JsonReader json, scoped ref ReadingNotes notes) =>
        Is(ref json, JsonTokenType.StartArray, ref notes);

    /// <summary>Moves to the value of the next member of an object.</summary>
    /// <param name="json">The reader, inside the object.</param>
    /// <param name="name">The member's name.</param>
    /// <returns>False at the end of the object.</returns>
    internal static bool NextMember(scoped ref Utf8JsonReader json, out RawText name)
    {
        json.Read();
        name = default;
        if (json.TokenType != JsonTokenType.PropertyName)
        {
            return false;
        }

        var none = default(ReadingNotes);
        name = RawText.Read(ref json, ref none);
        json.Read();
        return true;
    }

    internal static bool Flag(scoped ref Utf8JsonReader json, scoped ref ReadingNotes notes) =>
        json.TokenType is JsonTokenType.True || (json.TokenType is not JsonTokenType.False && Skip(ref json, ref notes));

    /// <summary>A number, or a string that holds one; 0 for anything else.</summary>
    /// <param name="json">The reader.</param>
    /// <param name="largest">The largest number that makes sense.</param>
    /// <param name="notes">Counts what makes none.</param>
    internal static ulong Number(scoped ref Utf8JsonReader json, ulong largest, scoped ref ReadingNotes notes)
    {
        if (json.TokenType is JsonTokenType.Number or JsonTokenType.String && TryParse(json.ValueSpan, out var number) && number <= largest)
        {
            return number;
        }

        Skip(ref json, ref notes);
        return 0;
    }

    // Some senders count microseconds in floating point: what is behind the point is less than they measure.
    private static bool TryParse(ReadOnlySpan<byte> text, out ulong number)
    {
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return true;
        }

        const double OutOfRange = 18446744073709551616.0;
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var fraction)
            && fraction is >= 0 and < OutOfRange;
        number = isNumber ? (ulong)fraction : 0;
        return isNumber;
    }

    private static bool Is(scoped ref Utf8JsonReader json, JsonTokenType type, scoped ref ReadingNotes notes) =>
        json.TokenType == type || Skip(ref json, ref notes);

    private static bool Skip(scoped ref Utf8JsonReader json, scoped ref ReadingNotes notes)
    {
        notes.SkippedValues += json.TokenType == JsonTokenType.Null ? 0 : 1;
        json.Skip();
        return false;
    }
}
