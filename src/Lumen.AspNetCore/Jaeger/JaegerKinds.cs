namespace Lumen.AspNetCore.Jaeger;

/// <summary>Jaeger's names of span kinds.</summary>
internal static class JaegerKinds
{
    /// <summary>Each name stands at the place of its number.</summary>
    private static readonly string[] Names = ["unspecified", "internal", "server", "client", "producer", "consumer"];

    /// <summary>The name of a kind; a number outside the enum counts as internal, as OTLP says.</summary>
    internal static string Of(SpanKind kind) => (uint)kind < (uint)Names.Length ? Names[(int)kind] : Names[(int)SpanKind.Internal];

    /// <summary>The names to choose from.</summary>
    internal static ReadOnlySpan<string> All => Names;
}
