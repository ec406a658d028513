using System.Text;
using Lumen.Otlp;

namespace Lumen;

/// <summary>
/// One stored span with everything its sender said, on top of its original OTLP bytes. Ids, times, kind and status are read at once, the
/// rest when it is first asked for, each list on its own. Immutable and safe to share between threads.
/// </summary>
public sealed class Span
{
    private readonly SpanHeader _header;
    private readonly PayloadRange _name;

    // Filled when first asked for. Two threads may both fill one, with the same: the reference is published whole either way.
    private string? _nameText;
    private SpanContent? _content;
    private IReadOnlyList<KeyValue>? _attributes;
    private IReadOnlyList<SpanEvent>? _events;
    private IReadOnlyList<SpanLink>? _links;

    /// <summary>Wraps a span in its OTLP form.</summary>
    /// <param name="encoded">The bytes of a <c>Span</c> message. Not copied: they must not change afterwards.</param>
    /// <param name="resource">What sent it.</param>
    /// <param name="scope">The library that made it.</param>
    /// <exception cref="FormatException">The bytes are not a <c>Span</c> message.</exception>
    public Span(ReadOnlyMemory<byte> encoded, Resource resource, Scope scope)
    {
        Encoded = encoded;
        Resource = resource;
        Scope = scope;
        if (!SpanHeaderReader.TryRead(encoded.Span, out _header, out _name))
        {
            throw new FormatException("The bytes are not an OTLP Span message.");
        }
    }

    /// <summary>The bytes of the <c>Span</c> message, fields unknown to Lumen included.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>What sent it.</summary>
    public Resource Resource { get; }

    /// <summary>The library that made it.</summary>
    public Scope Scope { get; }

    /// <summary>The service it belongs to: <see cref="Resource.ServiceName"/>.</summary>
    public string Service => Resource.ServiceName;

    /// <summary>The trace it belongs to.</summary>
    public TraceId TraceId => _header.TraceId;

    /// <summary>Its own id. Unique by contract of the senders only.</summary>
    public SpanId Id => _header.SpanId;

    /// <summary>The parent's id; zero for none. The parent may be missing.</summary>
    public SpanId ParentId => _header.ParentSpanId;

    /// <summary>Start in nanoseconds since the Unix epoch, as sent.</summary>
    public ulong StartUnixNano => _header.StartUnixNano;

    /// <summary>End in nanoseconds since the Unix epoch, as sent; may lie before the start.</summary>
    public ulong EndUnixNano => _header.EndUnixNano;

    /// <summary>End minus start in nanoseconds; 0 where the end lies before the start.</summary>
    public ulong DurationNanos => _header.DurationNanos;

    /// <summary>The kind as sent; a number outside the enum is kept.</summary>
    public SpanKind Kind => _header.Kind;

    /// <summary>The status code as sent; a number outside the enum is kept.</summary>
    public SpanStatus Status => _header.Status;

    /// <summary>OTLP's 32 flag bits: 0-7 W3C trace flags, 8 whether the next is known, 9 whether the parent is remote.</summary>
    public uint Flags => _header.Flags;

    /// <summary>The operation; empty means unknown.</summary>
    public string Name => _nameText ??= Encoding.UTF8.GetString(Encoded.Span.Slice(_name.Offset, _name.Length));

    /// <summary>The name as it stands in the bytes: UTF-8.</summary>
    internal ReadOnlySpan<byte> NameBytes => Encoded.Span.Slice(_name.Offset, _name.Length);

    /// <summary>What the status says beside its code; empty for nothing.</summary>
    public string StatusMessage => Content.StatusMessage;

    /// <summary>W3C trace state, as text.</summary>
    public string TraceState => Content.TraceState;

    /// <summary>The attributes in their order. Keys may repeat; the last one is meant.</summary>
    public IReadOnlyList<KeyValue> Attributes => _attributes ??= SpanLists.ReadAttributes(Encoded.Span);

    /// <summary>The events in their order.</summary>
    public IReadOnlyList<SpanEvent> Events => _events ??= SpanLists.ReadEvents(Encoded.Span);

    /// <summary>The links in their order.</summary>
    public IReadOnlyList<SpanLink> Links => _links ??= SpanLists.ReadLinks(Encoded.Span);

    /// <summary>How many attributes were left out before they reached the store.</summary>
    public uint DroppedAttributesCount => Content.DroppedAttributesCount;

    /// <summary>How many events were left out before they reached the store.</summary>
    public uint DroppedEventsCount => Content.DroppedEventsCount;

    /// <summary>How many links were left out before they reached the store.</summary>
    public uint DroppedLinksCount => Content.DroppedLinksCount;

    private SpanContent Content => _content ??= SpanContent.Read(Encoded.Span);

    /// <summary>
    /// Reads the times of the events, in their order, and nothing else of them; unlike <see cref="Events"/> nothing is kept. For whoever
    /// goes over all spans of a large trace.
    /// </summary>
    public IReadOnlyList<ulong> ReadEventTimes() => SpanLists.ReadEventTimes(Encoded.Span);

    /// <summary>
    /// Reads which spans the links refer to, in their order, and nothing else of them; unlike <see cref="Links"/> nothing is kept. For
    /// whoever goes over all spans of a large trace.
    /// </summary>
    public IReadOnlyList<(TraceId TraceId, SpanId SpanId)> ReadLinkTargets() => SpanLists.ReadLinkTargets(Encoded.Span);

    /// <summary>Whether another span is a copy of this one: the same bytes, resource and scope.</summary>
    /// <param name="other">The other span.</param>
    public bool IsCopyOf(Span other) =>
        Encoded.Span.SequenceEqual(other.Encoded.Span)
        && Resource.Encoded.Span.SequenceEqual(other.Resource.Encoded.Span) && Resource.SchemaUrl == other.Resource.SchemaUrl
        && Scope.Encoded.Span.SequenceEqual(other.Scope.Encoded.Span) && Scope.SchemaUrl == other.Scope.SchemaUrl;
}
