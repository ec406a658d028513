using System.Globalization;

namespace Lumen.Queries;

/// <summary>The words in which kinds and statuses are printed and compared.</summary>
public static class SpanWords
{
    private static readonly string[] KindWords = ["unspecified", "internal", "server", "client", "producer", "consumer"];
    private static readonly string[] StatusWords = ["unset", "ok", "error"];

    /// <summary>The kinds, each at the place of its number.</summary>
    public static IReadOnlyList<string> Kinds => KindWords;

    /// <summary>The statuses, each at the place of its number.</summary>
    public static IReadOnlyList<string> Statuses => StatusWords;

    /// <summary>The word of a kind; a number outside the enum in digits.</summary>
    /// <param name="kind">The kind.</param>
    public static string Of(SpanKind kind) => WordAt(KindWords, (int)kind);

    /// <summary>The word of a status; a number outside the enum in digits.</summary>
    /// <param name="status">The status.</param>
    public static string Of(SpanStatus status) => WordAt(StatusWords, (int)status);

    private static string WordAt(string[] words, int number) =>
        (uint)number < (uint)words.Length ? words[number] : number.ToString(CultureInfo.InvariantCulture);
}
