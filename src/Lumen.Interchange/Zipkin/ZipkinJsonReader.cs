using System.Globalization;
using System.Text.Json;
using Lumen.Otlp;

namespace Lumen.Interchange;

/// <summary>
/// Turns a Zipkin v2 list of spans in JSON into OTLP protobuf, a chunk at a time, in one pass over the bytes.
/// </summary>
/// <remarks>
/// What is odd costs no more than itself. An id that is not hexadecimal, or too long, becomes an OTLP id of a wrong length, so that
/// validation rejects its span alone; a value that its field cannot hold is left out and counted in <see cref="SkippedValues"/>; text that
/// is not Unicode is mended with U+FFFD and counted in <see cref="RepairedTexts"/>. Unknown fields are skipped; of a repeated one the last
/// is meant. Both halves of a span id that client and server share are kept under that id, with their kinds, as the analysis needs them
/// (a shared half without a kind is the server's). A list that is no JSON, or holds anything but objects, ends with an <see cref="Error"/>.
/// O(n) in the bytes; memory beyond the chunk is bounded. Not thread-safe. Source: Zipkin API v2, "ListOfSpans".
/// </remarks>
public ref struct ZipkinJsonReader
{
    /// <summary>At how many bytes a chunk ends; the span that reaches it is still whole.</summary>
    public const int ChunkBytes = 256 * 1024;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 32 };

    private readonly int _byteOrderMark;
    private Utf8JsonReader _json;
    private ReadingNotes _notes;
    private bool _hasBegun;
    private bool _hasEnded;

    /// <summary>Begins to read.</summary>
    /// <param name="json">The JSON in UTF-8, with or without a byte-order mark; referenced until reading has ended.</param>
    public ZipkinJsonReader(ReadOnlySpan<byte> json)
    {
        _byteOrderMark = json.StartsWith("\uFEFF"u8) ? "\uFEFF"u8.Length : 0;
        _json = new Utf8JsonReader(json[_byteOrderMark..], Options);
    }

    /// <summary>How many spans have been read.</summary>
    public int Spans { get; private set; }

    /// <summary>How many texts were mended.</summary>
    public readonly int RepairedTexts => _notes.RepairedTexts;

    /// <summary>How many values were left out, because their field cannot hold them.</summary>
    public readonly int SkippedValues => _notes.SkippedValues;

    /// <summary>Why the bytes are no list of spans, as a sentence; null if they are, as far as they have been read.</summary>
    public string? Error { get; private set; }

    /// <summary>
    /// Writes the next spans as whole <c>ResourceSpans</c> fields of an <c>ExportTraceServiceRequest</c>: all chunks in a row are the
    /// request.
    /// </summary>
    /// <param name="writer">
    /// Where they are written, behind what is there, outside any message. After a failure what was written means nothing.
    /// </param>
    /// <returns>False if there are no more, or <see cref="Error"/> says why.</returns>
    public bool ReadChunk(ProtobufWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (_hasEnded)
        {
            return false;
        }

        try
        {
            return TryReadChunk(writer);
        }
        catch (JsonException exception)
        {
            var line = (exception.LineNumber ?? 0) + 1;
            Error = string.Create(
                CultureInfo.InvariantCulture, $"The JSON is malformed in line {line} at byte {(exception.BytePositionInLine ?? 0) + 1}.");
            _hasEnded = true;
            return false;
        }
    }

    private bool TryReadChunk(ProtobufWriter writer)
    {
        if (!_hasBegun && !Begin())
        {
            return false;
        }

        var start = writer.Length;
        var group = new ResourceGroup(writer);
        while (MoveToSpan())
        {
            var span = new ZipkinSpan();
            span.Read(ref _json, ref _notes);
            Spans++;
            group.Write(ref span, ref _notes);
            if (writer.Length - start >= ChunkBytes)
            {
                break;
            }
        }

        group.End();
        return Error is null && writer.Length > start;
    }

    private bool Begin()
    {
        _hasBegun = true;
        return (_json.Read() && _json.TokenType == JsonTokenType.StartArray) || Fail("The JSON must be a list of spans");
    }

    private bool MoveToSpan()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.StartObject)
        {
            return true;
        }

        if (_json.TokenType == JsonTokenType.EndArray)
        {
            // What stands behind the list is no list any more: the reader throws.
            _json.Read();
            _hasEnded = true;
            return false;
        }

        return Fail("The list must hold objects");
    }

    private bool Fail(string sentence)
    {
        Error ??= string.Create(CultureInfo.InvariantCulture, $"{sentence} (byte {_byteOrderMark + _json.TokenStartIndex} of the body).");
        _hasEnded = true;
        return false;
    }
}
