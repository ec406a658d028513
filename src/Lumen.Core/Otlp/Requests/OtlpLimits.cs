namespace Lumen.Otlp;

/// <summary>What a request may hold at most. Immutable.</summary>
public sealed record OtlpLimits
{
    private readonly int _maxDepth = 32;

    /// <summary>The defaults of Lumen.</summary>
    public static OtlpLimits Default { get; } = new();

    /// <summary>No limit, and no span is judged: for bytes that were accepted before, as a store reads them from its log.</summary>
    public static OtlpLimits Accepted { get; } = new() { JudgeSpans = false, MaxSpans = int.MaxValue };

    /// <summary>Spans in a request; default 100,000. More refuse the request.</summary>
    public int MaxSpans { get; init; } = 100_000;

    /// <summary>Attributes of a span, an event, a link, a resource or a scope; default 1,024. More are cut and counted.</summary>
    public int MaxAttributes { get; init; } = 1_024;

    /// <summary>Events of a span; default 1,024. More are cut and counted.</summary>
    public int MaxEvents { get; init; } = 1_024;

    /// <summary>Links of a span; default 1,024. More are cut and counted.</summary>
    public int MaxLinks { get; init; } = 1_024;

    /// <summary>Bytes of one string or bytes value, a name or a key; default 1 MiB. Longer ones are cut at a character's border.</summary>
    public int MaxValueBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// How deep arrays and key-value lists may nest in an attribute, 0 to 128; default 32. What lies deeper is emptied and counted.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or deeper than values can be read again.</exception>
    public int MaxDepth
    {
        get => _maxDepth;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, AnyValueReader.MaxDepth);
            _maxDepth = value;
        }
    }

    /// <summary>Whether each span is judged at all.</summary>
    internal bool JudgeSpans { get; private init; } = true;
}
