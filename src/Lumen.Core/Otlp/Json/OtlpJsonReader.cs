using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Lumen.Otlp;

/// <summary>
/// Turns OTLP/JSON into OTLP protobuf in one pass, so that everything behind it knows one form only.
/// </summary>
/// <remarks>
/// As the OTLP specification 1.11 says ("JSON Protobuf Encoding"): ids in hexadecimal of either case, 64-bit integers as strings or
/// numbers, unknown fields skipped, <c>null</c> as the default. Beyond it, names of enum values and keys in snake case are taken. Of
/// repeated keys the last one wins. An id that is not hexadecimal, or of a wrong length, becomes an id of a wrong length, so that
/// validation rejects its span alone. Text that is not Unicode is repaired with U+FFFD. Values nested deeper than the limit are cut one
/// level below it, where
/// <see cref="OtlpRequestReader"/> finds them. O(n) in the bytes. Thread-safe.
/// </remarks>
public static class OtlpJsonReader
{
    /// <summary>
    /// How deep braces and brackets may nest at all. It lies far beyond what <see cref="OtlpLimits.MaxDepth"/> cuts, and keeps the reader's
    /// own book-keeping small.
    /// </summary>
    private const int MaxJsonDepth = 100_000;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxJsonDepth };
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>Reads an <c>ExportTraceServiceRequest</c> (or <c>TracesData</c>, which is the same).</summary>
    /// <param name="json">The JSON in UTF-8, with or without a byte-order mark.</param>
    /// <param name="limits">What it may hold; only the depth is applied here.</param>
    /// <param name="writer">Where the protobuf is written. What is in it after a failure means nothing.</param>
    /// <param name="error">Why the JSON is not an OTLP request, as a sentence; null if it is.</param>
    /// <param name="repairedTexts">How many strings had to be repaired.</param>
    /// <returns>False if the JSON is malformed, or a field holds what it cannot hold.</returns>
    public static bool TryRead(
        ReadOnlySpan<byte> json, OtlpLimits limits, ProtobufWriter writer, [NotNullWhen(false)] out string? error, out int repairedTexts)
    {
        var byteOrderMark = json.StartsWith("\uFEFF"u8) ? "\uFEFF"u8.Length : 0;
        if (json.Length == byteOrderMark)
        {
            error = "The body is empty; the JSON of a request without spans is {}.";
            repairedTexts = 0;
            return false;
        }

        var reader = new Utf8JsonReader(json[byteOrderMark..], Options);
        using var transcoder = new JsonTranscoder(writer, limits.MaxDepth);
        try
        {
            transcoder.ReadRequest(ref reader);
            error = null;
        }
        catch (JsonException exception)
        {
            error = exception.LineNumber is { } line
                ? string.Create(Invariant, $"The JSON is malformed in line {line + 1} at byte {exception.BytePositionInLine + 1}.")
                : string.Create(Invariant, $"{exception.Message} (byte {byteOrderMark + reader.TokenStartIndex} of the body)");
        }

        repairedTexts = transcoder.RepairedTexts;
        return error is null;
    }
}
