using Lumen.Queries.Text;

namespace Lumen.Queries;

/// <summary>What a condition is about: an attribute at a level, or something every span says of itself. Immutable.</summary>
public sealed record SpanField
{
    private SpanField(IntrinsicField? intrinsic, AttributeLevel level, string key)
    {
        Intrinsic = intrinsic;
        Level = level;
        Key = key;
    }

    /// <summary>The intrinsic field; null for an attribute.</summary>
    public IntrinsicField? Intrinsic { get; }

    /// <summary>Where the attribute stands; without meaning for an intrinsic field.</summary>
    public AttributeLevel Level { get; }

    /// <summary>The attribute's key, case-sensitive; empty for an intrinsic field (and legal as a key).</summary>
    public string Key { get; }

    /// <summary>Whether the field is a duration, so that its values are numbers of nanoseconds.</summary>
    public bool IsDuration => Intrinsic is IntrinsicField.Duration or IntrinsicField.TraceDuration;

    /// <summary>An intrinsic field.</summary>
    /// <param name="field">Which.</param>
    public static SpanField Of(IntrinsicField field) => new(field, default, string.Empty);

    /// <summary>An attribute.</summary>
    /// <param name="level">Where it stands.</param>
    /// <param name="key">Its key, case-sensitive, of well-formed text.</param>
    /// <exception cref="ArgumentException">The key is no well-formed text.</exception>
    public static SpanField Attribute(AttributeLevel level, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return WellFormedText.Is(key)
            ? new SpanField(null, level, key)
            : throw new ArgumentException("The key of an attribute holds half a character.", nameof(key));
    }

    /// <summary>The field as <see cref="SpanPredicate.Parse"/> reads it.</summary>
    public override string ToString() => FieldText.Print(this);
}
