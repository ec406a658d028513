namespace Lumen.AspNetCore.Query;

/// <summary>The names of span kinds in the query API.</summary>
internal static class SpanKindNames
{
    /// <summary>Each name stands at the place of its number.</summary>
    internal static readonly string[] All = ["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"];

    /// <summary>The name of a kind; a number outside the enum counts as not said.</summary>
    internal static string Of(SpanKind kind) => (uint)kind < (uint)All.Length ? All[(int)kind] : All[0];
}
