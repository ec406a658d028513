using System.Diagnostics;
using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>Writes an ended activity as an OTLP span, as the OpenTelemetry SDK for .NET maps them.</summary>
internal static class ActivityWriter
{
    /// <summary>Flags bit 8: whether the parent is remote is known (trace.proto, <c>SpanFlags</c>).</summary>
    private const uint KnowsIsRemote = 0x100;

    /// <summary>Flags bit 9: the parent is remote.</summary>
    private const uint IsRemote = 0x200;

    private const string StatusCodeTag = "otel.status_code";
    private const string StatusDescriptionTag = "otel.status_description";

    internal static void Write(ProtobufWriter writer, Activity activity)
    {
        var mark = writer.BeginMessage(OtlpFields.ScopeSpans.Spans);
        WriteIds(writer, activity);
        writer.WriteString(OtlpFields.Span.Name, activity.DisplayName);
        writer.WriteVarint(OtlpFields.Span.Kind, (ulong)KindOf(activity.Kind));
        var start = UnixNanosOf(activity.StartTimeUtc);
        writer.WriteFixed64(OtlpFields.Span.StartTimeUnixNano, start);
        writer.WriteFixed64(OtlpFields.Span.EndTimeUnixNano, start + ((ulong)activity.Duration.Ticks * TimeSpan.NanosecondsPerTick));
        WriteTags(writer, OtlpFields.Span.Attributes, activity.EnumerateTagObjects(), isSpan: true);
        foreach (ref readonly var item in activity.EnumerateEvents())
        {
            WriteEvent(writer, item);
        }

        foreach (ref readonly var link in activity.EnumerateLinks())
        {
            WriteLink(writer, link);
        }

        WriteStatus(writer, activity);
        writer.WriteFixed32(OtlpFields.Span.Flags, FlagsOf(activity.ActivityTraceFlags, activity.HasRemoteParent));
        writer.EndMessage(mark);
    }

    private static void WriteIds(ProtobufWriter writer, Activity activity)
    {
        WriteTraceId(writer, OtlpFields.Span.TraceId, activity.TraceId);
        WriteSpanId(writer, OtlpFields.Span.SpanId, activity.SpanId);
        if (!string.IsNullOrEmpty(activity.TraceStateString))
        {
            writer.WriteString(OtlpFields.Span.TraceState, activity.TraceStateString);
        }

        if (activity.ParentSpanId != default)
        {
            WriteSpanId(writer, OtlpFields.Span.ParentSpanId, activity.ParentSpanId);
        }
    }

    private static void WriteEvent(ProtobufWriter writer, in ActivityEvent item)
    {
        var mark = writer.BeginMessage(OtlpFields.Span.Events);
        writer.WriteFixed64(OtlpFields.Event.TimeUnixNano, UnixNanosOf(item.Timestamp.UtcDateTime));
        writer.WriteString(OtlpFields.Event.Name, item.Name);
        WriteTags(writer, OtlpFields.Event.Attributes, item.EnumerateTagObjects(), isSpan: false);
        writer.EndMessage(mark);
    }

    private static void WriteLink(ProtobufWriter writer, in ActivityLink link)
    {
        var mark = writer.BeginMessage(OtlpFields.Span.Links);
        WriteTraceId(writer, OtlpFields.Link.TraceId, link.Context.TraceId);
        WriteSpanId(writer, OtlpFields.Link.SpanId, link.Context.SpanId);
        if (!string.IsNullOrEmpty(link.Context.TraceState))
        {
            writer.WriteString(OtlpFields.Link.TraceState, link.Context.TraceState);
        }

        WriteTags(writer, OtlpFields.Link.Attributes, link.EnumerateTagObjects(), isSpan: false);
        writer.WriteFixed32(OtlpFields.Link.Flags, FlagsOf(link.Context.TraceFlags, link.Context.IsRemote));
        writer.EndMessage(mark);
    }

    private static void WriteTags(
        ProtobufWriter writer, int field, Activity.Enumerator<KeyValuePair<string, object?>> tags, bool isSpan)
    {
        while (tags.MoveNext())
        {
            ref readonly var tag = ref tags.Current;
            if (tag.Value is not null && !(isSpan && tag.Key is StatusCodeTag or StatusDescriptionTag))
            {
                TagWriter.Write(writer, field, tag.Key, tag.Value);
            }
        }
    }

    /// <summary>A status set as such, else one set by the tags that libraries used before .NET had a status.</summary>
    private static void WriteStatus(ProtobufWriter writer, Activity activity)
    {
        var (code, description) = activity.Status switch
        {
            ActivityStatusCode.Ok => (SpanStatus.Ok, null),
            ActivityStatusCode.Error => (SpanStatus.Error, activity.StatusDescription),
            _ => (activity.GetTagItem(StatusCodeTag) as string) switch
            {
                "OK" => (SpanStatus.Ok, null),
                "ERROR" => (SpanStatus.Error, activity.GetTagItem(StatusDescriptionTag) as string),
                _ => (SpanStatus.Unset, null),
            },
        };
        if (code == SpanStatus.Unset)
        {
            return;
        }

        var mark = writer.BeginMessage(OtlpFields.Span.Status);
        if (!string.IsNullOrEmpty(description))
        {
            writer.WriteString(OtlpFields.Status.Message, description);
        }

        writer.WriteVarint(OtlpFields.Status.Code, (ulong)code);
        writer.EndMessage(mark);
    }

    private static void WriteTraceId(ProtobufWriter writer, int field, ActivityTraceId id)
    {
        Span<byte> bytes = stackalloc byte[TraceId.Size];
        id.CopyTo(bytes);
        writer.WriteBytes(field, bytes);
    }

    private static void WriteSpanId(ProtobufWriter writer, int field, ActivitySpanId id)
    {
        Span<byte> bytes = stackalloc byte[SpanId.Size];
        id.CopyTo(bytes);
        writer.WriteBytes(field, bytes);
    }

    private static SpanKind KindOf(ActivityKind kind) => kind switch
    {
        ActivityKind.Server => SpanKind.Server,
        ActivityKind.Client => SpanKind.Client,
        ActivityKind.Producer => SpanKind.Producer,
        ActivityKind.Consumer => SpanKind.Consumer,
        _ => SpanKind.Internal,
    };

    private static uint FlagsOf(ActivityTraceFlags flags, bool isRemote) =>
        (byte)flags | KnowsIsRemote | (isRemote ? IsRemote : 0);

    private static ulong UnixNanosOf(DateTime utc) =>
        (ulong)Math.Max(0, utc.Ticks - DateTime.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick;
}
