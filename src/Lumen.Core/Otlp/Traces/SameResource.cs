using System.Diagnostics.CodeAnalysis;

namespace Lumen.Otlp;

/// <summary>Takes resources as equal when their bytes and schema URL are. Thread-safe.</summary>
public sealed class SameResource : IEqualityComparer<Resource>
{
    private SameResource()
    {
    }

    /// <summary>The one comparer.</summary>
    public static SameResource Comparer { get; } = new();

    /// <inheritdoc/>
    public bool Equals(Resource? x, Resource? y) =>
        ReferenceEquals(x, y)
        || (x is not null && y is not null && x.SchemaUrl == y.SchemaUrl && x.Encoded.Span.SequenceEqual(y.Encoded.Span));

    /// <inheritdoc/>
    public int GetHashCode([DisallowNull] Resource obj)
    {
        var hash = new HashCode();
        hash.AddBytes(obj.Encoded.Span);
        hash.Add(obj.SchemaUrl);
        return hash.ToHashCode();
    }
}
