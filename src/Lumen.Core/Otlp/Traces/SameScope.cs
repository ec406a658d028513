using System.Diagnostics.CodeAnalysis;

namespace Lumen.Otlp;

/// <summary>Takes instrumentation scopes as equal when their bytes and schema URL are. Thread-safe.</summary>
public sealed class SameScope : IEqualityComparer<Scope>
{
    private SameScope()
    {
    }

    /// <summary>The one comparer.</summary>
    public static SameScope Comparer { get; } = new();

    /// <inheritdoc/>
    public bool Equals(Scope? x, Scope? y) =>
        ReferenceEquals(x, y)
        || (x is not null && y is not null && x.SchemaUrl == y.SchemaUrl && x.Encoded.Span.SequenceEqual(y.Encoded.Span));

    /// <inheritdoc/>
    public int GetHashCode([DisallowNull] Scope obj)
    {
        var hash = new HashCode();
        hash.AddBytes(obj.Encoded.Span);
        hash.Add(obj.SchemaUrl);
        return hash.ToHashCode();
    }
}
