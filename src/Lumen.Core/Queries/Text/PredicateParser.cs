namespace Lumen.Queries.Text;

/// <summary>Reads the text form of a predicate: OR binds least, then AND, then NOT.</summary>
internal sealed class PredicateParser
{
    private const int MaxLength = 32 * 1024;

    private readonly PredicateLexer _lexer;
    private readonly ConditionParser _conditions;
    private PredicateToken _token;
    private int _nesting;
    private int _count;

    internal PredicateParser(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
        {
            throw new QuerySyntaxException(MaxLength + 1, $"a query has at most {MaxLength} characters");
        }

        _lexer = new PredicateLexer(text);
        _conditions = new ConditionParser(this);
        Advance();
    }

    /// <summary>The token that comes next.</summary>
    internal PredicateToken Token => _token;

    /// <summary>Reads the whole text.</summary>
    internal SpanPredicate Parse()
    {
        var predicate = ParseDisjunction();
        return _token.Kind == TokenKind.End ? predicate : throw Unexpected("write and or or between two conditions");
    }

    /// <summary>Takes the next token.</summary>
    internal PredicateToken Advance()
    {
        var taken = _token;
        _token = _lexer.Next();
        return taken;
    }

    /// <summary>Takes the next token if it is this symbol.</summary>
    internal bool TryTake(string symbol)
    {
        var taken = _token.IsSymbol(symbol);
        if (taken)
        {
            Advance();
        }

        return taken;
    }

    /// <summary>Takes the next token if it is this keyword.</summary>
    internal bool TryTakeKeyword(string keyword)
    {
        var taken = _token.IsKeyword(keyword);
        if (taken)
        {
            Advance();
        }

        return taken;
    }

    internal QuerySyntaxException Unexpected(string advice) => new(_token.Position, $"{_token} is not expected here, {advice}");

    private SpanPredicate ParseDisjunction()
    {
        var parts = new List<SpanPredicate> { ParseConjunction() };
        while (TryTakeKeyword("or") || TryTake("||"))
        {
            parts.Add(ParseConjunction());
        }

        return Joined(parts, static parts => new SpanDisjunction(parts));
    }

    private SpanPredicate ParseConjunction()
    {
        var parts = new List<SpanPredicate> { ParseNegation() };
        while (TryTakeKeyword("and") || TryTake("&&"))
        {
            parts.Add(ParseNegation());
        }

        return Joined(parts, static parts => new SpanConjunction(parts));
    }

    private SpanPredicate Joined(List<SpanPredicate> parts, Func<List<SpanPredicate>, SpanPredicate> join)
    {
        if (parts.Count == 1)
        {
            return parts[0];
        }

        Demand(parts.TrueForAll(static part => part.Depth < SpanPredicate.MaxDepth), _token.Position);
        return join(parts);
    }

    private SpanPredicate ParseNegation()
    {
        var start = _token;
        if (!TryTakeKeyword("not") && !TryTake("!"))
        {
            return ParsePrimary();
        }

        Enter(start.Position);
        var part = ParseNegation();
        _nesting--;
        Demand(part.Depth < SpanPredicate.MaxDepth, start.Position);
        return part.Negate();
    }

    private SpanPredicate ParsePrimary()
    {
        var start = _token;
        if (!TryTake("("))
        {
            return ParseCondition();
        }

        Enter(start.Position);
        var predicate = ParseDisjunction();
        _nesting--;
        return TryTake(")") ? predicate : throw Unexpected($"the parenthesis at character {start.Position} is still open");
    }

    private SpanPredicate ParseCondition()
    {
        var start = _token.Position;
        if (++_count > SpanPredicate.MaxConditions)
        {
            throw new QuerySyntaxException(start, $"a query has at most {SpanPredicate.MaxConditions} conditions");
        }

        var condition = _conditions.Parse();
        Demand(condition.Depth <= SpanPredicate.MaxDepth, start);
        return condition;
    }

    private void Enter(int position) => Demand(++_nesting < SpanPredicate.MaxDepth, position);

    private static void Demand(bool isShallow, int position)
    {
        if (!isShallow)
        {
            throw new QuerySyntaxException(position, $"a query is nested at most {SpanPredicate.MaxDepth} deep");
        }
    }
}
