namespace Lumen.Queries.Text;

/// <summary>What a token of a predicate is.</summary>
internal enum TokenKind
{
    End = 0,
    Word,
    Text,
    Symbol,
}

/// <summary>A token of a predicate.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The word, the text without quotes and escapes, or the symbol.</param>
/// <param name="Position">The character where it begins, counted from 1.</param>
/// <param name="Touches">Whether nothing is between it and the token before it.</param>
internal readonly record struct PredicateToken(TokenKind Kind, string Text, int Position, bool Touches)
{
    internal bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    internal bool IsKeyword(string keyword) => Kind == TokenKind.Word && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    /// <summary>For messages.</summary>
    public override string ToString() => Kind == TokenKind.End ? "the end" : $"'{Text}'";
}
