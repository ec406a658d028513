using System.Buffers;
using System.Globalization;
using Lumen.AspNetCore.Otlp;
using Lumen.Ingestion;
using Lumen.Interchange;
using Lumen.Otlp;

namespace Lumen.AspNetCore.Zipkin;

/// <summary>
/// A sink that takes Zipkin's JSON where another takes OTLP: it reads a body into a second one, both reserved from the intake budget, and
/// hands that on. Thread-safe.
/// </summary>
/// <param name="inner">Where requests go.</param>
/// <param name="limit">How many bytes a request may have.</param>
internal sealed class ZipkinSink(IOtlpSpanSink inner, int limit) : IOtlpSpanSink
{
    public OtlpPayload BeginPayload() => inner.BeginPayload();

    public SpanSinkResult Refuse(OtlpPayload payload, SpanSinkOutcome outcome, string message) => inner.Refuse(payload, outcome, message);

    public SpanSinkResult? RefuseWhereFull(OtlpPayload payload) => inner.RefuseWhereFull(payload);

    public ValueTask<SpanSinkResult> WriteAsync(SpanBatch batch, CancellationToken cancellationToken) =>
        inner.WriteAsync(batch, cancellationToken);

    public ValueTask<SpanSinkResult> WriteAsync(ReadOnlySequence<byte> request, OtlpFormat format, CancellationToken cancellationToken)
    {
        var payload = BeginPayload();
        foreach (var segment in request)
        {
            if (!payload.TryAppend(segment.Span))
            {
                return ValueTask.FromResult(Refuse(payload, SpanSinkOutcome.Refused, BodyStatus.NoRoom.Sentence(limit)));
            }
        }

        return WriteAsync(payload, format, cancellationToken);
    }

    public async ValueTask<SpanSinkResult> WriteAsync(OtlpPayload payload, OtlpFormat format, CancellationToken cancellationToken)
    {
        if (inner.RefuseWhereFull(payload) is { } refusal)
        {
            return refusal;
        }

        var otlp = inner.BeginPayload();
        ZipkinReading reading;
        try
        {
            reading = Read(payload.Received, otlp);
        }
        catch
        {
            otlp.Dispose();
            payload.Dispose();
            throw;
        }

        if (reading.Outcome != SpanSinkOutcome.Accepted)
        {
            otlp.Dispose();
            return inner.Refuse(payload, reading.Outcome, reading.Message!);
        }

        payload.Dispose();
        var result = await inner.WriteAsync(otlp, OtlpFormat.Protobuf, cancellationToken);
        return Answer(result, reading);
    }

    private ZipkinReading Read(ReadOnlySpan<byte> json, OtlpPayload otlp)
    {
        var reader = new ZipkinJsonReader(json);
        using var chunk = new ProtobufWriter(ZipkinJsonReader.ChunkBytes);
        while (reader.ReadChunk(chunk))
        {
            if (!otlp.TryAppend(chunk.Written))
            {
                return new ZipkinReading(SpanSinkOutcome.Refused, reader.Spans, BodyStatus.NoRoom.Sentence(limit));
            }

            chunk.Truncate(0);
        }

        return reader.Error is { } error
            ? new ZipkinReading(SpanSinkOutcome.Malformed, reader.Spans, error)
            : new ZipkinReading(SpanSinkOutcome.Accepted, reader.Spans, Warning(reader.RepairedTexts, reader.SkippedValues));
    }

    // Zipkin has no partial success: a list of which nothing could be taken is a wrong one.
    private static SpanSinkResult Answer(SpanSinkResult result, ZipkinReading reading)
    {
        var message = string.Join(' ', new[] { result.Message, reading.Message }.Where(part => !string.IsNullOrEmpty(part)));
        var isNothingTaken = result.Outcome == SpanSinkOutcome.Accepted && reading.Spans > 0 && result.RejectedSpans >= reading.Spans;
        return result with
        {
            Outcome = isNothingTaken ? SpanSinkOutcome.Malformed : result.Outcome,
            Message = message.Length == 0 ? null : message,
        };
    }

    private static string? Warning(int repairedTexts, int skippedValues) => (repairedTexts, skippedValues) switch
    {
        (0, 0) => null,
        (_, 0) => string.Create(CultureInfo.InvariantCulture, $"Text that is not Unicode was repaired; places: {repairedTexts}."),
        (0, _) => string.Create(CultureInfo.InvariantCulture, $"Values that their field cannot hold were left out: {skippedValues}."),
        _ => $"{Warning(repairedTexts, 0)} {Warning(0, skippedValues)}",
    };
}
