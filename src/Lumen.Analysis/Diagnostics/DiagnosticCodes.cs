using System.Numerics;

namespace Lumen.Analysis;

/// <summary>The names and sentences of diagnostic codes, as an analysis written as JSON carries them.</summary>
public static class DiagnosticCodes
{
    private static readonly string[] Names =
    [
        "NEGATIVE_DURATION", "DUPLICATE", "SHARED_ID", "DUPLICATE_ID", "ORPHAN", "CYCLE", "ASSUMED_ASYNCHRONOUS", "OUTSIDE_PARENT",
    ];

    private static readonly string[] Sentences =
    [
        "The span ends before it starts; its end was raised to its start.",
        "The span came more than once; one copy was kept.",
        "A client and a server share this span id; the server was made a child of the client.",
        "Different spans came under this span id; all were kept, the further ones under numbered keys.",
        "The parent of the span is not part of the trace; the span was made a root.",
        "The span is its own ancestor; the cycle was cut here, where it starts first.",
        "Nothing says whether the consumer's parent waits for it; it was taken as asynchronous, because the services differ.",
        "The span lies wholly outside the parent that waits for it; it has no part in the critical path.",
    ];

    /// <summary>The name of a code: upper-case words joined by underscores.</summary>
    /// <param name="code">A value of the enumeration.</param>
    public static string Of(DiagnosticCode code) => Names[(int)code];

    /// <summary>The name of a single flag, which is the name of its diagnostic code too.</summary>
    /// <param name="flag">Exactly one flag.</param>
    public static string Of(SpanFlags flag) => Of(CodeOf(flag));

    /// <summary>One English sentence that says what was found and what was done about it.</summary>
    /// <param name="code">A value of the enumeration.</param>
    public static string Sentence(DiagnosticCode code) => Sentences[(int)code];

    /// <summary>The codes are numbered as the flags are.</summary>
    internal static DiagnosticCode CodeOf(SpanFlags flag) => (DiagnosticCode)BitOperations.TrailingZeroCount((int)flag);
}
