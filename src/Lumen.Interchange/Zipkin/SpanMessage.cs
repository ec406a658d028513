using System.Globalization;
using System.Text.Json;
using Lumen.Otlp;

namespace Lumen.Interchange;

/// <summary>Writes a span of Zipkin as an OTLP span.</summary>
internal static class SpanMessage
{
    private const ulong NanosPerMicro = 1000;
    private const ulong Sampled = 1;

    /// <summary>Stands for an id that is not hexadecimal: no id has one byte.</summary>
    private static ReadOnlySpan<byte> InvalidId => [0];

    internal static void Write(ProtobufWriter writer, scoped ref ZipkinSpan span, scoped ref ReadingNotes notes)
    {
        var message = writer.BeginMessage(OtlpFields.ScopeSpans.Spans);
        WriteIds(writer, in span);
        span.Name.Write(writer, OtlpFields.Span.Name, ref notes);
        writer.WriteVarint(OtlpFields.Span.Kind, (ulong)KindOf(in span, ref notes));
        var start = span.TimestampMicros * NanosPerMicro;
        var duration = span.DurationMicros * NanosPerMicro;
        writer.WriteFixed64(OtlpFields.Span.StartTimeUnixNano, start);
        writer.WriteFixed64(OtlpFields.Span.EndTimeUnixNano, start + Math.Min(duration, ulong.MaxValue - start));
        if (span.IsDebug)
        {
            writer.WriteFixed32(OtlpFields.Span.Flags, (uint)Sampled);
        }

        WriteAttributes(writer, ref span, ref notes);
        WriteEvents(writer, ref span, ref notes);
        writer.EndMessage(message);
    }

    private static void WriteIds(ProtobufWriter writer, in ZipkinSpan span)
    {
        if (TryParse(span.TraceId.Bytes, out var high, out var low))
        {
            writer.WriteTraceId(OtlpFields.Span.TraceId, new TraceId(high, low));
        }
        else
        {
            writer.WriteBytes(OtlpFields.Span.TraceId, InvalidId);
        }

        WriteSpanId(writer, OtlpFields.Span.SpanId, span.Id.Bytes);
        // Zipkin's own libraries take a span that names itself as a root.
        if (!span.ParentId.IsEmpty && !span.ParentId.Is(span.Id.Bytes))
        {
            WriteSpanId(writer, OtlpFields.Span.ParentSpanId, span.ParentId.Bytes);
        }
    }

    private static void WriteSpanId(ProtobufWriter writer, int field, ReadOnlySpan<byte> digits)
    {
        if (TryParse(digits, out var high, out var id) && high == 0)
        {
            writer.WriteSpanId(field, new SpanId(id));
        }
        else
        {
            writer.WriteBytes(field, InvalidId);
        }
    }

    /// <summary>Reads up to 32 hexadecimal digits; where there are fewer, those of 64-bit ids above all, zeros stand before them.</summary>
    private static bool TryParse(ReadOnlySpan<byte> digits, out ulong high, out ulong low)
    {
        const int Half = 16;
        (high, low) = (0, 0);
        var split = Math.Max(0, digits.Length - Half);
        return split <= Half
            && (split == 0 || TryParseHalf(digits[..split], out high))
            && TryParseHalf(digits[split..], out low);
    }

    private static bool TryParseHalf(ReadOnlySpan<byte> digits, out ulong value) =>
        ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);

    private static SpanKind KindOf(in ZipkinSpan span, scoped ref ReadingNotes notes)
    {
        var kind = span.Kind;
        if (kind.IsEmpty)
        {
            return span.IsShared ? SpanKind.Server : SpanKind.Unspecified;
        }

        var known = kind.Is("CLIENT"u8) ? SpanKind.Client
            : kind.Is("SERVER"u8) ? SpanKind.Server
            : kind.Is("PRODUCER"u8) ? SpanKind.Producer
            : kind.Is("CONSUMER"u8) ? SpanKind.Consumer
            : SpanKind.Unspecified;
        notes.SkippedValues += known == SpanKind.Unspecified ? 1 : 0;
        return known;
    }

    private static void WriteAttributes(ProtobufWriter writer, scoped ref ZipkinSpan span, scoped ref ReadingNotes notes)
    {
        if (span.IsShared)
        {
            SpanAttributes.Write(writer, "zipkin.shared"u8, true);
        }

        if (span.IsDebug)
        {
            SpanAttributes.Write(writer, "zipkin.debug"u8, true);
        }

        span.Local.WriteAddress(writer, "network.local.address"u8, "network.local.port"u8, ref notes);
        var remote = span.Remote;
        if (!remote.Service.IsEmpty)
        {
            SpanAttributes.Write(writer, OtlpFields.Span.Attributes, "peer.service"u8, remote.Service, ref notes);
        }

        remote.WriteAddress(writer, "network.peer.address"u8, "network.peer.port"u8, ref notes);
        // Last, since of attributes with one key the last is meant: what a sender wrote itself.
        if (span.HasTags)
        {
            TagMessages.Write(writer, span.Tags, ref notes);
        }
    }

    private static void WriteEvents(ProtobufWriter writer, scoped ref ZipkinSpan span, scoped ref ReadingNotes notes)
    {
        if (!span.HasAnnotations)
        {
            return;
        }

        var json = span.Annotations;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (JsonFields.IsObject(ref json, ref notes))
            {
                WriteEvent(writer, ref json, ref notes);
            }
        }
    }

    private static void WriteEvent(ProtobufWriter writer, scoped ref Utf8JsonReader json, scoped ref ReadingNotes notes)
    {
        var message = writer.BeginMessage(OtlpFields.Span.Events);
        while (JsonFields.NextMember(ref json, out var name))
        {
            if (name.Is("timestamp"u8))
            {
                var micros = JsonFields.Number(ref json, ulong.MaxValue / NanosPerMicro, ref notes);
                writer.WriteFixed64(OtlpFields.Event.TimeUnixNano, micros * NanosPerMicro);
            }
            else if (name.Is("value"u8))
            {
                RawText.Read(ref json, ref notes).Write(writer, OtlpFields.Event.Name, ref notes);
            }
            else
            {
                json.Skip();
            }
        }

        writer.EndMessage(message);
    }
}
