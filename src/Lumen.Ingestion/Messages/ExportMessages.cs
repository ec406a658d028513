using System.Text;
using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>
/// The protobuf of what a receiver of OTLP answers, for transports of any kind. Pure functions. Source: trace_service.proto of
/// opentelemetry-proto 1.11, google/rpc/status.proto, google/rpc/error_details.proto.
/// </summary>
public static class ExportMessages
{
    private const string RetryInfoType = "type.googleapis.com/google.rpc.RetryInfo";

    // Clients bound what they read of an answer; a sentence fits.
    private const int MaxMessageBytes = 1024;

    /// <summary>
    /// Encodes <c>ExportTraceServiceResponse</c>: empty for a full success, else with its <c>partial_success</c>. A message without
    /// rejected spans is a warning, and senders show it.
    /// </summary>
    /// <param name="rejectedSpans">How many spans were rejected for good.</param>
    /// <param name="message">Why, or the warning; null or empty for nothing to say. A long one is cut.</param>
    public static byte[] EncodeResponse(long rejectedSpans, string? message)
    {
        if (rejectedSpans == 0 && string.IsNullOrEmpty(message))
        {
            return [];
        }

        using var writer = new ProtobufWriter();
        var partial = writer.BeginMessage(1);
        writer.WriteVarint(1, (ulong)rejectedSpans);
        writer.WriteString(2, ShortenMessage(message));
        writer.EndMessage(partial);
        return writer.ToArray();
    }

    /// <summary>Encodes <c>google.rpc.Status</c>, with a <c>google.rpc.RetryInfo</c> where there is a delay.</summary>
    /// <param name="code">A status code of gRPC.</param>
    /// <param name="message">What is wrong, as a sentence. A long one is cut.</param>
    /// <param name="retryDelay">When to try again; null where trying again does not help.</param>
    public static byte[] EncodeStatus(int code, string? message, TimeSpan? retryDelay)
    {
        using var writer = new ProtobufWriter();
        writer.WriteVarint(1, (ulong)code);
        writer.WriteString(2, ShortenMessage(message));
        if (retryDelay is { } delay)
        {
            var details = writer.BeginMessage(3);
            writer.WriteString(1, RetryInfoType);
            WriteRetryInfo(writer, delay);
            writer.EndMessage(details);
        }

        return writer.ToArray();
    }

    /// <summary>
    /// Whether a sender over gRPC retries only where the status is in one frame with the headers, a "Trailers-Only" answer: Java's exporter
    /// looks for it nowhere else, and throws the spans away. The exporter for .NET reads the delay only where the headers came before.
    /// </summary>
    /// <param name="userAgent">The header <c>user-agent</c> of the call; null where it has none.</param>
    public static bool MustAnswerInHeaders(string? userAgent) =>
        userAgent is not null && userAgent.StartsWith("OTel-OTLP-Exporter-Java", StringComparison.Ordinal);

    /// <summary>A message, cut at a character's border where it is longer than a client can be expected to read: 1,024 bytes.</summary>
    /// <param name="message">The message; null for none.</param>
    public static string ShortenMessage(string? message)
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
