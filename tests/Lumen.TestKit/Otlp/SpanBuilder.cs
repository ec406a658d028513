using Lumen.Otlp;

namespace Lumen.TestKit;

/// <summary>What a test wants a span to say; <c>with</c> makes variants, <see cref="Encode"/> gives its OTLP bytes.</summary>
public sealed record SpanBuilder
{
    /// <summary>2023-11-14T22:13:20Z in nanoseconds, where spans begin unless a test says otherwise.</summary>
    public const ulong Epoch = 1_700_000_000_000_000_000;

    public TraceId TraceId { get; init; } = new(0x0123456789ABCDEF, 0xFEDCBA9876543210);

    public SpanId SpanId { get; init; } = new(0x1122334455667788);

    public SpanId ParentId { get; init; }

    /// <summary>Written instead of <see cref="TraceId"/>: for ids of a wrong length. Empty leaves the field out.</summary>
    public byte[]? TraceIdBytes { get; init; }

    /// <summary>Written instead of <see cref="SpanId"/>: for ids of a wrong length. Empty leaves the field out.</summary>
    public byte[]? SpanIdBytes { get; init; }

    /// <summary>Written instead of <see cref="ParentId"/>: for ids of a wrong length. Empty leaves the field out.</summary>
    public byte[]? ParentIdBytes { get; init; }

    public string Name { get; init; } = "operation";

    public SpanKind Kind { get; init; } = SpanKind.Internal;

    public ulong StartUnixNano { get; init; } = Epoch;

    public ulong EndUnixNano { get; init; } = Epoch + 1_000_000;

    public SpanStatus Status { get; init; }

    public string StatusMessage { get; init; } = string.Empty;

    public string TraceState { get; init; } = string.Empty;

    public uint Flags { get; init; } = 0x101;

    public IReadOnlyList<KeyValue> Attributes { get; init; } = [];

    public IReadOnlyList<SpanEvent> Events { get; init; } = [];

    public IReadOnlyList<SpanLink> Links { get; init; } = [];

    public uint DroppedAttributesCount { get; init; }

    public uint DroppedEventsCount { get; init; }

    public uint DroppedLinksCount { get; init; }

    /// <summary>Whole encoded fields that stand behind all others: unknown ones, odd ones, broken ones.</summary>
    public byte[] Appended { get; init; } = [];

    /// <summary>The bytes of the <c>Span</c> message. Fields that hold their default are left out.</summary>
    public byte[] Encode()
    {
        using var writer = new ProtobufWriter();
        WriteIdentity(writer);
        OtlpMessages.WriteText(writer, OtlpFields.Span.Name, Name);
        OtlpMessages.WriteNumber(writer, OtlpFields.Span.Kind, (ulong)(long)Kind);
        OtlpMessages.WriteTime(writer, OtlpFields.Span.StartTimeUnixNano, StartUnixNano);
        OtlpMessages.WriteTime(writer, OtlpFields.Span.EndTimeUnixNano, EndUnixNano);
        AnyValueWriter.WriteAttributes(writer, OtlpFields.Span.Attributes, Attributes);
        OtlpMessages.WriteNumber(writer, OtlpFields.Span.DroppedAttributesCount, DroppedAttributesCount);
        foreach (var item in Events)
        {
            OtlpMessages.WriteEvent(writer, item);
        }

        OtlpMessages.WriteNumber(writer, OtlpFields.Span.DroppedEventsCount, DroppedEventsCount);
        foreach (var link in Links)
        {
            OtlpMessages.WriteLink(writer, link);
        }

        OtlpMessages.WriteNumber(writer, OtlpFields.Span.DroppedLinksCount, DroppedLinksCount);
        OtlpMessages.WriteStatus(writer, Status, StatusMessage);
        OtlpMessages.WriteFlags(writer, OtlpFields.Span.Flags, Flags);
        writer.WriteRaw(Appended);
        return writer.ToArray();
    }

    /// <summary>The span as a store would give it back.</summary>
    /// <param name="resource">Its resource; one of the service <c>service</c> unless given.</param>
    /// <param name="scope">Its scope; none unless given.</param>
    public Span Build(Resource? resource = null, Scope? scope = null) =>
        new(Encode(), resource ?? OtlpMessages.Resource("service"), scope ?? new Scope(default, string.Empty));

    private void WriteIdentity(ProtobufWriter writer)
    {
        WriteId(writer, OtlpFields.Span.TraceId, TraceIdBytes ?? Bytes(TraceId));
        WriteId(writer, OtlpFields.Span.SpanId, SpanIdBytes ?? Bytes(SpanId));
        OtlpMessages.WriteText(writer, OtlpFields.Span.TraceState, TraceState);
        WriteId(writer, OtlpFields.Span.ParentSpanId, ParentIdBytes ?? (ParentId.IsZero ? [] : Bytes(ParentId)));
    }

    private static void WriteId(ProtobufWriter writer, int field, byte[] id)
    {
        if (id.Length > 0)
        {
            writer.WriteBytes(field, id);
        }
    }

    private static byte[] Bytes(TraceId id)
    {
        var bytes = new byte[TraceId.Size];
        id.CopyTo(bytes);
        return bytes;
    }

    private static byte[] Bytes(SpanId id)
    {
        var bytes = new byte[SpanId.Size];
        id.CopyTo(bytes);
        return bytes;
    }
}
