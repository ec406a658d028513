using System.Buffers;
using System.Collections.Concurrent;
using Google.Protobuf;
using Lumen.Ingestion;
using Lumen.TestKit.Oracle;

namespace Lumen.AspNetCore.Tests.Senders;

/// <summary>Keeps what senders sent, read by the generated classes, in front of the sink that stores it.</summary>
internal sealed class TeeSink(IOtlpSpanSink sink) : IOtlpSpanSink
{
    /// <summary>The requests in protobuf, in the order they came.</summary>
    internal ConcurrentQueue<ExportRequest> Requests { get; } = [];

    /// <summary>The bytes of the requests in protobuf, in the order they came.</summary>
    internal ConcurrentQueue<byte[]> Received { get; } = [];

    /// <summary>The requests in protobuf that were refused, in the order they came.</summary>
    internal ConcurrentQueue<ExportRequest> Refused { get; } = [];

    /// <summary>How many more requests are refused for now.</summary>
    internal int Refusals { get; set; }

    public OtlpPayload BeginPayload() => sink.BeginPayload();

    public ValueTask<SpanSinkResult> WriteAsync(OtlpPayload payload, OtlpFormat format, CancellationToken cancellationToken)
    {
        if (Refusals > 0)
        {
            Refusals--;
            if (format == OtlpFormat.Protobuf)
            {
                Refused.Enqueue(ExportRequest.Parser.ParseFrom(payload.Received));
            }

            return ValueTask.FromResult(sink.Refuse(payload, SpanSinkOutcome.Refused, "not now"));
        }

        Keep(payload, format);
        return sink.WriteAsync(payload, format, cancellationToken);
    }

    public ValueTask<SpanSinkResult> WriteAsync(ReadOnlySequence<byte> request, OtlpFormat format, CancellationToken cancellationToken) =>
        sink.WriteAsync(request, format, cancellationToken);

    public ValueTask<SpanSinkResult> WriteAsync(SpanBatch batch, CancellationToken cancellationToken) =>
        sink.WriteAsync(batch, cancellationToken);

    public SpanSinkResult? RefuseWhereFull(OtlpPayload payload) => sink.RefuseWhereFull(payload);

    public SpanSinkResult Refuse(OtlpPayload payload, SpanSinkOutcome outcome, string message) => sink.Refuse(payload, outcome, message);

    private void Keep(OtlpPayload payload, OtlpFormat format)
    {
        try
        {
            if (format == OtlpFormat.Protobuf)
            {
                Received.Enqueue(payload.Received.ToArray());
                Requests.Enqueue(ExportRequest.Parser.ParseFrom(payload.Received));
            }
        }
        catch (InvalidProtocolBufferException)
        {
            // What the classes do not read is for the sink to judge.
        }
    }
}
