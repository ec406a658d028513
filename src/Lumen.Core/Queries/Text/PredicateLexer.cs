using System.Buffers;

namespace Lumen.Queries.Text;

/// <summary>Takes the text of a predicate apart into tokens.</summary>
internal sealed class PredicateLexer(string text)
{
    private static readonly SearchValues<char> Special = SearchValues.Create("()[]{}\"'`,;=<>!^&|~\\");
    private static readonly string[] Keywords = ["and", "or", "not", "in", "exists", "absent"];

    // The longer ones first.
    private static readonly string[] Symbols =
        ["&&", "||", "==", "!=", "<=", ">=", "^=", "=~", "!~", "=", "<", ">", "!", "(", ")", ",", "{", "}"];

    private int _position;

    internal static bool IsWordCharacter(char character) =>
        !char.IsWhiteSpace(character) && !char.IsControl(character) && !Special.Contains(character);

    internal static bool IsKeyword(string word) => Keywords.Contains(word, StringComparer.OrdinalIgnoreCase);

    /// <summary>The next token.</summary>
    /// <exception cref="QuerySyntaxException">There is a character that begins none.</exception>
    internal PredicateToken Next()
    {
        var before = _position;
        while (_position < text.Length && char.IsWhiteSpace(text[_position]))
        {
            _position++;
        }

        var start = _position;
        var touches = start == before && start > 0;
        if (start == text.Length)
        {
            return new PredicateToken(TokenKind.End, string.Empty, start + 1, touches);
        }

        if (text[start] is '"' or '\'')
        {
            return new PredicateToken(TokenKind.Text, TextLiteral.Read(text, ref _position), start + 1, touches);
        }

        while (_position < text.Length && IsWordCharacter(text[_position]))
        {
            _position++;
        }

        return _position > start
            ? new PredicateToken(TokenKind.Word, text[start.._position], start + 1, touches)
            : new PredicateToken(TokenKind.Symbol, TakeSymbol(), start + 1, touches);
    }

    private string TakeSymbol()
    {
        var symbol = Symbols.FirstOrDefault(symbol => text.AsSpan(_position).StartsWith(symbol, StringComparison.Ordinal))
            ?? throw new QuerySyntaxException(_position + 1, $"'{text[_position]}' has no meaning here; quote text that holds it");
        _position += symbol.Length;
        return symbol;
    }
}
