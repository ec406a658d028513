using System.Buffers;
using System.Collections.Concurrent;
using Lumen.Storage;
using Lumen.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace Lumen.Ingestion.Accounting;

/// <summary>
/// A store that stores, refuses, rejects, throws and dawdles by chance; senders that send good, odd and broken requests and go away by
/// chance; a queue and a budget that are too small. The same seed makes the same choices, though not the same interleaving.
/// </summary>
/// <param name="seed">The seed.</param>
internal sealed class Turmoil(int seed)
{
    private const int RequestsPerSender = 60;

    private readonly Random _store = new(seed);
    private readonly ConcurrentQueue<TraceId> _acknowledged = [];

    internal Acknowledge Acknowledge { get; init; }

    internal FakeTimeProvider Time { get; } = new();

    internal bool StopsEarly { get; } = new Random(seed).Next(3) == 0;

    internal bool HasDeadlinePassed { get; } = new Random(seed).Next(2) == 0;

    /// <summary>The traces, each of one request of its own, that were acknowledged.</summary>
    internal IReadOnlyCollection<TraceId> Acknowledged => _acknowledged;

    internal PipelineUnderTest CreatePipeline()
    {
        var random = new Random(seed);
        var options = new IngestionOptions
        {
            MaxQueuedRequests = random.Next(1, 6),
            MaxGroupRequests = random.Next(1, 4),
            MaxRequestBytes = 4_000,
            Acknowledge = Acknowledge,
        };
        var store = new ScriptedTraceStore(maxConcurrentWrites: random.Next(1, 4)) { Writing = WriteAsync };
        return new PipelineUnderTest(store, options, Time, budgetBytes: 100_000).Start();
    }

    internal async Task SendAsync(PipelineUnderTest test, int sender)
    {
        var random = new Random(HashCode.Combine(seed, sender));
        for (var number = 0; number < RequestsPerSender; number++)
        {
            using var patience = new CancellationTokenSource();
            var trace = new TraceId((ulong)(sender + 1), (ulong)(number + 1));
            var write = WriteAsync(test, random, trace, patience.Token);
            if (random.Next(4) == 0)
            {
                await patience.CancelAsync();
            }

            if (await write is { Outcome: SpanSinkOutcome.Accepted, RejectedSpans: 0 })
            {
                _acknowledged.Enqueue(trace);
            }
        }
    }

    private static Task<SpanSinkResult> WriteAsync(
        PipelineUnderTest test, Random random, TraceId trace, CancellationToken cancellationToken)
    {
        var ids = Enumerable.Range(1, random.Next(1, 30)).Select(id => new SpanId((ulong)id));
        var spans = ids.Select(id => new SpanBuilder { TraceId = trace, SpanId = id });
        var request = new OtlpRequestBuilder().Resource("shop").Add(spans);
        if (random.Next(3) == 0)
        {
            return test.WriteAsync(request.ToBatch(), cancellationToken);
        }

        var body = request.Encode();
        if (random.Next(8) == 0)
        {
            body = body[..^random.Next(1, body.Length)];
        }

        return test.Sink.WriteAsync(new ReadOnlySequence<byte>(body), OtlpFormat.Protobuf, cancellationToken).AsTask();
    }

    private async ValueTask WriteAsync(
        ReadOnlyMemory<SpanBatch> batches, Memory<WriteOutcome> outcomes, CancellationToken cancellationToken)
    {
        for (var pauses = Next(6); pauses > 0; pauses--)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (Next(8) == 0)
        {
            throw new InvalidDataException("By chance.");
        }

        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes.Span[i] = Next(4) == 0 ? (WriteOutcome)Next(3) : WriteOutcome.Stored;
        }
    }

    private int Next(int below)
    {
        lock (_store)
        {
            return _store.Next(below);
        }
    }
}
