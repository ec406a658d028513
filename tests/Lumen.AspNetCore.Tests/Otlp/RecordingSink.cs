using System.Buffers;
using System.Collections.Concurrent;
using Lumen.Ingestion;

namespace Lumen.AspNetCore.Tests.Otlp;

/// <summary>A sink that keeps what it is given and answers what the test says.</summary>
internal sealed class RecordingSink : IOtlpSpanSink
{
    private readonly IntakeBudget _budget;

    internal RecordingSink(long capacity = 256 * 1024 * 1024) => _budget = new IntakeBudget(capacity);

    /// <summary>The requests, in the order they came.</summary>
    internal ConcurrentQueue<(byte[] Body, OtlpFormat Format)> Requests { get; } = [];

    /// <summary>The bodies that did not arrive as they should.</summary>
    internal ConcurrentQueue<(SpanSinkOutcome Outcome, string Message)> Refusals { get; } = [];

    /// <summary>What a request is answered with; by default it is accepted.</summary>
    internal Func<CancellationToken, ValueTask<SpanSinkResult>> Answer { get; set; } = _ => ValueTask.FromResult(default(SpanSinkResult));

    /// <summary>Whether nothing can be taken, and that is known before a request is read.</summary>
    internal bool IsFull { get; set; }

    /// <summary>Bytes that payloads hold: 0 when nothing is under way.</summary>
    internal long BytesHeld => _budget.Used;

    internal byte[] OnlyBody => Assert.Single(Requests).Body;

    public OtlpPayload BeginPayload() => new(_budget);

    public async ValueTask<SpanSinkResult> WriteAsync(OtlpPayload payload, OtlpFormat format, CancellationToken cancellationToken)
    {
        using (payload)
        {
            Requests.Enqueue((payload.Received.ToArray(), format));
            return await Answer(cancellationToken);
        }
    }

    public SpanSinkResult? RefuseWhereFull(OtlpPayload payload) =>
        IsFull ? Refuse(payload, SpanSinkOutcome.Refused, "full") : null;

    public SpanSinkResult Refuse(OtlpPayload payload, SpanSinkOutcome outcome, string message)
    {
        payload.Dispose();
        Refusals.Enqueue((outcome, message));
        return new SpanSinkResult(outcome, 0, message, null);
    }

    public ValueTask<SpanSinkResult> WriteAsync(ReadOnlySequence<byte> request, OtlpFormat format, CancellationToken cancellationToken)
    {
        var payload = BeginPayload();
        Assert.True(payload.TryAppend(request.ToArray()));
        return WriteAsync(payload, format, cancellationToken);
    }

    public ValueTask<SpanSinkResult> WriteAsync(SpanBatch batch, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Transports have bytes.");
}
