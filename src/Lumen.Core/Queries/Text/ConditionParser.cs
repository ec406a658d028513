using System.Globalization;

namespace Lumen.Queries.Text;

/// <summary>Reads one condition of a predicate.</summary>
internal sealed class ConditionParser(PredicateParser tokens)
{
    private const string Comparisons = "write a comparison: =, !=, <, <=, >, >=, ^=, in (...), exists or absent";

    private static readonly (string Symbol, ConditionOperator Comparison)[] Symbols =
    [
        ("=", ConditionOperator.Equal), ("==", ConditionOperator.Equal), ("!=", ConditionOperator.NotEqual),
        ("^=", ConditionOperator.Prefix), ("<", ConditionOperator.Less), ("<=", ConditionOperator.LessOrEqual),
        (">", ConditionOperator.Greater), (">=", ConditionOperator.GreaterOrEqual),
    ];

    internal SpanPredicate Parse()
    {
        var field = ParseField();
        if (tokens.TryTakeKeyword("exists"))
        {
            return new SpanCondition(field, ConditionOperator.Exists);
        }

        if (tokens.TryTakeKeyword("absent"))
        {
            return new SpanCondition(field, ConditionOperator.Exists).Negate();
        }

        if (tokens.TryTakeKeyword("not"))
        {
            return tokens.TryTakeKeyword("in") ? ParseList(field).Negate() : throw tokens.Unexpected("write not in (...)");
        }

        return tokens.TryTakeKeyword("in") ? ParseList(field) : ParseComparison(field);
    }

    private SpanField ParseField()
    {
        var first = tokens.Token;
        if (first.Kind is not (TokenKind.Word or TokenKind.Text) || (first.Kind == TokenKind.Word && PredicateLexer.IsKeyword(first.Text)))
        {
            throw tokens.Unexpected("write a field, such as service, duration or http.route; quote a key that is a word of the language");
        }

        tokens.Advance();
        string? quoted = first.Kind == TokenKind.Text ? first.Text : null;
        if (quoted is null && tokens.Token is { Kind: TokenKind.Text, Touches: true })
        {
            quoted = tokens.Advance().Text;
        }

        var word = first.Kind == TokenKind.Word ? first.Text : string.Empty;
        if (quoted is not null && !WellFormedText.Is(quoted))
        {
            throw new QuerySyntaxException(first.Position, "a key holds half a character");
        }

        return FieldText.Find(word, quoted, out var problem) ?? throw new QuerySyntaxException(first.Position, problem!);
    }

    private SpanPredicate ParseComparison(SpanField field)
    {
        var symbol = tokens.Token;
        if (symbol.Kind == TokenKind.Symbol && symbol.Text is "=~" or "!~")
        {
            throw tokens.Unexpected("there are no regular expressions; ^= compares with the beginning of a value");
        }

        var place = symbol.Kind == TokenKind.Symbol ? Array.FindIndex(Symbols, entry => entry.Symbol == symbol.Text) : -1;
        if (place < 0)
        {
            throw tokens.Unexpected(Comparisons);
        }

        tokens.Advance();
        var comparison = Symbols[place].Comparison;
        if (tokens.Token.IsKeyword("nil") && comparison is ConditionOperator.Equal or ConditionOperator.NotEqual)
        {
            tokens.Advance();
            var exists = new SpanCondition(field, ConditionOperator.Exists);
            return comparison == ConditionOperator.NotEqual ? exists : exists.Negate();
        }

        return new SpanCondition(field, comparison, ParseValue(field, comparison));
    }

    private SpanCondition ParseList(SpanField field)
    {
        if (!tokens.TryTake("("))
        {
            throw tokens.Unexpected("write the values in parentheses, such as in (\"GET\", \"PUT\")");
        }

        var values = new List<string>();
        do
        {
            if (values.Count == SpanCondition.MaxValues)
            {
                throw tokens.Unexpected($"in takes at most {SpanCondition.MaxValues} values");
            }

            values.Add(ParseValue(field, ConditionOperator.OneOf));
        }
        while (tokens.TryTake(","));
        return tokens.TryTake(")")
            ? new SpanCondition(field, ConditionOperator.OneOf, values)
            : throw tokens.Unexpected("write a comma or the closing parenthesis");
    }

    private string ParseValue(SpanField field, ConditionOperator comparison)
    {
        var token = tokens.Token;
        if (token.Kind is not (TokenKind.Word or TokenKind.Text) || (token.Kind == TokenKind.Word && PredicateLexer.IsKeyword(token.Text)))
        {
            throw tokens.Unexpected("write a value; quote text that is not a single plain word");
        }

        tokens.Advance();
        var value = Canonical(field, token.Text);
        var problem = ConditionRules.FindProblem(field, comparison, [value]);
        return problem is null ? value : throw new QuerySyntaxException(token.Position, problem);
    }

    /// <summary>A value as conditions hold it: durations in nanoseconds, words of the language in lower case.</summary>
    private static string Canonical(SpanField field, string text)
    {
        if (field.IsDuration)
        {
            return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var nanos)
                || DurationText.TryParse(text, out nanos)
                ? nanos.ToString(CultureInfo.InvariantCulture)
                : text;
        }

        var words = field.Intrinsic switch
        {
            IntrinsicField.Kind => SpanWords.Kinds,
            IntrinsicField.Status => SpanWords.Statuses,
            _ => [],
        };
        return words.FirstOrDefault(word => word.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? text;
    }
}
