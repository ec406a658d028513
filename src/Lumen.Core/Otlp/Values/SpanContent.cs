using System.Text;

namespace Lumen.Otlp;

/// <summary>What a <c>Span</c> message says beside its header and its lists.</summary>
internal sealed class SpanContent
{
    internal string StatusMessage { get; private set; } = string.Empty;

    internal string TraceState { get; private set; } = string.Empty;

    internal uint DroppedAttributesCount { get; private set; }

    internal uint DroppedEventsCount { get; private set; }

    internal uint DroppedLinksCount { get; private set; }

    internal static SpanContent Read(ReadOnlySpan<byte> span)
    {
        var content = new SpanContent();
        var reader = new ProtobufReader(span);
        while (reader.Next(out var field))
        {
            if (field.Type == WireType.LengthDelimited)
            {
                content.TakeBytes(field.Number, field.Bytes);
            }
            else if (field.Type == WireType.Varint)
            {
                content.TakeCount(field.Number, (uint)field.Value);
            }
        }

        return content;
    }

    private void TakeBytes(int number, ReadOnlySpan<byte> bytes)
    {
        switch (number)
        {
            case OtlpFields.Span.TraceState:
                TraceState = Encoding.UTF8.GetString(bytes);
                break;
            case OtlpFields.Span.Status:
                StatusMessage = ReadStatusMessage(bytes) ?? StatusMessage;
                break;
        }
    }

    private void TakeCount(int number, uint count)
    {
        switch (number)
        {
            case OtlpFields.Span.DroppedAttributesCount:
                DroppedAttributesCount = count;
                break;
            case OtlpFields.Span.DroppedEventsCount:
                DroppedEventsCount = count;
                break;
            case OtlpFields.Span.DroppedLinksCount:
                DroppedLinksCount = count;
                break;
        }
    }

    private static string? ReadStatusMessage(ReadOnlySpan<byte> status)
    {
        string? message = null;
        var reader = new ProtobufReader(status);
        while (reader.Next(out var field))
        {
            if (field.Is(OtlpFields.Status.Message, WireType.LengthDelimited))
            {
                message = Encoding.UTF8.GetString(field.Bytes);
            }
        }

        return message;
    }
}
