using System.Globalization;
using System.Text;
using Lumen.Otlp;

namespace Lumen.AspNetCore.Otlp;

/// <summary>
/// <c>google.rpc.Status</c> with a <c>google.rpc.RetryInfo</c> where there is a delay, in protobuf and in JSON. Source:
/// google/rpc/status.proto, google/rpc/error_details.proto.
/// </summary>
internal static class RpcStatusMessage
{
    private const string RetryInfoType = "type.googleapis.com/google.rpc.RetryInfo";

    // Clients bound what they read of an answer; a sentence fits.
    private const int MaxMessageBytes = 1024;

    public static byte[] ToProtobuf(ExportAnswer answer)
    {
        using var writer = new ProtobufWriter();
        writer.WriteVarint(1, (ulong)answer.Code);
        writer.WriteString(2, Shorten(answer.Message));
        if (answer.RetryDelay is { } delay)
        {
            var details = writer.BeginMessage(3);
            writer.WriteString(1, RetryInfoType);
            WriteRetryInfo(writer, delay);
            writer.EndMessage(details);
        }

        return writer.ToArray();
    }

    public static byte[] ToJson(ExportAnswer answer) => JsonAnswers.Object(json =>
    {
        json.WriteNumber("code", (int)answer.Code);
        json.WriteString("message", Shorten(answer.Message));
        if (answer.RetryDelay is { } delay)
        {
            json.WriteStartArray("details");
            json.WriteStartObject();
            json.WriteString("@type", RetryInfoType);
            json.WriteString("retryDelay", string.Create(CultureInfo.InvariantCulture, $"{delay.TotalSeconds:0.###}s"));
            json.WriteEndObject();
            json.WriteEndArray();
        }
    });

    /// <summary>A message, cut at a character's border where it is longer than a client can be expected to read.</summary>
    public static string Shorten(string? message)
    {
        if (message is null || message.Length * 3 <= MaxMessageBytes || Encoding.UTF8.GetByteCount(message) <= MaxMessageBytes)
        {
            return message ?? string.Empty;
        }

        var bytes = Encoding.UTF8.GetBytes(message).AsSpan();
        var end = MaxMessageBytes;
        while ((bytes[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return Encoding.UTF8.GetString(bytes[..end]);
    }

    private static void WriteRetryInfo(ProtobufWriter writer, TimeSpan delay)
    {
        var info = writer.BeginMessage(2);
        var duration = writer.BeginMessage(1);
        writer.WriteVarint(1, (ulong)(delay.Ticks / TimeSpan.TicksPerSecond));
        writer.WriteVarint(2, (ulong)(delay.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick));
        writer.EndMessage(duration);
        writer.EndMessage(info);
    }
}
