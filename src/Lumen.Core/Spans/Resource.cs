using Lumen.Otlp;

namespace Lumen;

/// <summary>
/// What sent the spans: a service instance and where it runs. Immutable and safe to share between threads; values are interpreted when
/// they are first asked for.
/// </summary>
public sealed class Resource
{
    /// <summary>The service name of a resource that has none, after the OpenTelemetry resource conventions.</summary>
    public const string UnknownService = "unknown_service";

    private readonly Lazy<AttributedMessage> _content;
    private readonly Lazy<string> _serviceName;

    /// <summary>Wraps a resource in its OTLP form.</summary>
    /// <param name="encoded">The bytes of a <c>Resource</c> message; empty for none. Not copied: they must not change afterwards.</param>
    /// <param name="schemaUrl">The schema URL of the resource.</param>
    public Resource(ReadOnlyMemory<byte> encoded, string schemaUrl)
    {
        Encoded = encoded;
        SchemaUrl = schemaUrl;
        _content = new(() => AttributedMessage.ReadResource(Encoded.Span));
        _serviceName = new(() => ServiceNameReader.Read(Encoded.Span));
    }

    /// <summary>The bytes of the <c>Resource</c> message.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>The schema URL; empty for none.</summary>
    public string SchemaUrl { get; }

    /// <summary>The attribute <c>service.name</c>, or <see cref="UnknownService"/> where it is absent, empty or not text.</summary>
    public string ServiceName => _serviceName.Value;

    /// <summary>The service name of a resource, without an object for it; see <see cref="ServiceName"/>.</summary>
    /// <param name="encoded">The bytes of a <c>Resource</c> message.</param>
    public static string ReadServiceName(ReadOnlySpan<byte> encoded) => ServiceNameReader.Read(encoded);

    /// <summary>The attributes in their order.</summary>
    public IReadOnlyList<KeyValue> Attributes => _content.Value.Attributes;

    /// <summary>How many attributes were left out before they reached the store.</summary>
    public uint DroppedAttributesCount => _content.Value.DroppedAttributesCount;
}
