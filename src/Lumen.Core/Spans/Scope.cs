using Lumen.Otlp;

namespace Lumen;

/// <summary>
/// The instrumentation library that made the spans, OTLP's <c>InstrumentationScope</c>. Immutable and safe to share between threads;
/// values are interpreted when they are first asked for.
/// </summary>
public sealed class Scope
{
    private readonly Lazy<AttributedMessage> _content;

    /// <summary>Wraps a scope in its OTLP form.</summary>
    /// <param name="encoded">
    /// The bytes of an <c>InstrumentationScope</c> message; empty for none. Not copied: they must not change afterwards.
    /// </param>
    /// <param name="schemaUrl">The schema URL of the scope's spans.</param>
    public Scope(ReadOnlyMemory<byte> encoded, string schemaUrl)
    {
        Encoded = encoded;
        SchemaUrl = schemaUrl;
        _content = new(() => AttributedMessage.ReadScope(Encoded.Span));
    }

    /// <summary>The bytes of the <c>InstrumentationScope</c> message.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>The schema URL; empty for none.</summary>
    public string SchemaUrl { get; }

    /// <summary>The name; empty for none.</summary>
    public string Name => _content.Value.Name;

    /// <summary>The version; empty for none.</summary>
    public string Version => _content.Value.Version;

    /// <summary>The attributes in their order.</summary>
    public IReadOnlyList<KeyValue> Attributes => _content.Value.Attributes;

    /// <summary>How many attributes were left out before they reached the store.</summary>
    public uint DroppedAttributesCount => _content.Value.DroppedAttributesCount;
}
