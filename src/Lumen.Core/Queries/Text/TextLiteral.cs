using System.Globalization;
using System.Text;

namespace Lumen.Queries.Text;

/// <summary>Text in quotes: <c>\"</c>, <c>\'</c>, <c>\\</c>, <c>\n</c>, <c>\r</c>, <c>\t</c> and <c>\u0000</c> are escapes.</summary>
internal static class TextLiteral
{
    private const int CodeDigits = 4;

    internal static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' or '\\' => quoted.Append('\\').Append(character),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ when char.IsControl(character) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => quoted.Append(character),
            };
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Reads a literal.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="position">Where its opening quote is; moved behind its closing one.</param>
    /// <exception cref="QuerySyntaxException">It does not end, or holds an escape there is none of.</exception>
    internal static string Read(string text, ref int position)
    {
        var (start, quote) = (position, text[position]);
        var value = new StringBuilder();
        for (position++; position < text.Length && text[position] != quote; position++)
        {
            value.Append(text[position] == '\\' ? ReadEscape(text, ref position) : text[position]);
        }

        if (position >= text.Length)
        {
            throw new QuerySyntaxException(start + 1, $"the text that begins here has no closing {quote}");
        }

        position++;
        return value.ToString();
    }

    private static char ReadEscape(string text, ref int position)
    {
        var start = position++;
        switch (position < text.Length ? text[position] : '\0')
        {
            case '"' or '\'' or '\\':
                return text[position];
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when position + CodeDigits < text.Length && ushort.TryParse(
                text.AsSpan(position + 1, CodeDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                position += CodeDigits;
                return (char)code;
            default:
                throw new QuerySyntaxException(start + 1, "there is no such escape, write \\\\ for a backslash itself");
        }
    }
}
