using System.Collections.Concurrent;
using Lumen.Ledger;

namespace Lumen.AspNetCore.Tests.Attacks.Load;

/// <summary>
/// Senders, half of them over gRPC, that send without a pause, and what they were told. They never send a request again, so that each has
/// one answer. Thread-safe.
/// </summary>
/// <param name="host">Where to.</param>
/// <param name="senders">How many.</param>
/// <param name="largeBytes">How many bytes a large request has.</param>
internal sealed class AttackLoad(AttackedHost host, int senders, int largeBytes = 10_000)
{
    private readonly ConcurrentQueue<(TraceId Trace, int Storable, long Rejected)> _taken = [];
    private readonly ConcurrentQueue<AttackAnswer> _unlike = [];
    private int _begun;
    private int _refused;
    private int _unanswered;

    /// <summary>Called when a request is about to be sent.</summary>
    internal Action Beginning { get; init; } = () => { };

    /// <summary>How many requests were begun.</summary>
    internal int Begun => Volatile.Read(ref _begun);

    /// <summary>How many were taken.</summary>
    internal int Taken => _taken.Count;

    /// <summary>How many were refused as it should be: to be sent again.</summary>
    internal int Refused => Volatile.Read(ref _refused);

    /// <summary>How many got no answer, or another one.</summary>
    internal int Unanswered => Volatile.Read(ref _unanswered);

    /// <summary>The traces that were acknowledged, with their spans that can be stored.</summary>
    internal IEnumerable<(TraceId Trace, int Spans)> Acknowledged =>
        _taken.Where(sent => sent.Rejected < AttackRequest.Spans).Select(sent => (sent.Trace, sent.Storable));

    /// <summary>Sends until it is over.</summary>
    internal Task RunAsync(Func<bool> isOver) =>
        Task.WhenAll(Enumerable.Range(0, senders).Select(sender => Task.Run(() => SendAsync(sender % 2 == 0, isOver))));

    /// <summary>
    /// Asserts that every request was taken or refused as it should be, and that the ledger says the same: nothing more, nothing less.
    /// </summary>
    internal LedgerSnapshot AssertExact()
    {
        Assert.True(_unlike.IsEmpty, $"Answers that are neither an acknowledgement nor a refusal to try again: {_unlike.FirstOrDefault()}");
        Assert.Equal(Begun, Taken + Refused);
        var ledger = host.AssertSettled();
        Assert.Equal((0, 0), (ledger.MalformedRequests, ledger[SpanFate.Dropped]));
        Assert.Equal(AttackRequest.Spans * (long)Begun, ledger.Received + (AttackRequest.Spans * ledger.RefusedRequests));
        Assert.Equal(_taken.Sum(sent => AttackRequest.Spans - sent.Rejected), ledger[SpanFate.Stored]);
        Assert.Equal(ledger.Received, ledger[SpanFate.Stored] + ledger[SpanFate.Refused] + ledger[SpanFate.Rejected]);
        return ledger;
    }

    private async Task SendAsync(bool isGrpc, Func<bool> isOver)
    {
        using var sender = new AttackSender(host, isGrpc);
        while (!isOver())
        {
            var request = new AttackRequest(Interlocked.Increment(ref _begun) - 1, largeBytes);
            Beginning();
            Count(request, await sender.SendAsync(request.Body));
        }
    }

    private void Count(AttackRequest request, AttackAnswer answer)
    {
        if (answer.IsTaken)
        {
            _taken.Enqueue((request.Trace, request.Storable, answer.Rejected));
        }
        else if (answer.IsRetryable)
        {
            Interlocked.Increment(ref _refused);
        }
        else
        {
            Interlocked.Increment(ref _unanswered);
            _unlike.Enqueue(answer);
        }
    }
}
