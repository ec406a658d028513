using System.Collections.Concurrent;
using Lumen.Ledger;
using Lumen.Storage;
using Lumen.TestKit;

namespace Lumen.Ingestion.Pipeline;

public sealed class GroupCommitTests
{
    [Fact]
    public async Task Write_WhileAnotherIsUnderWay_TakesAllThatWaitsInOrder()
    {
        var stall = new StallingWrite();
        var groups = new ConcurrentQueue<ulong[]>();
        var store = new ScriptedTraceStore();
        store.Writing = async (batches, outcomes, token) =>
        {
            groups.Enqueue([.. batches.ToArray().Select(batch => batch.Headers[0].TraceId.High)]);
            await stall.WriteAsync(batches, outcomes, token);
        };
        using var test = new PipelineUnderTest(store).Start();

        var first = test.WriteAsync(Numbered(0));
        await stall.Begun;
        var others = Enumerable.Range(1, 20).Select(number => test.WriteAsync(Numbered(number))).ToList();
        Assert.Equal(20, test.Pipeline.QueueDepth);
        stall.Release();
        await Task.WhenAll([first, .. others]);

        Assert.Equal([[0], [.. Enumerable.Range(1, 20).Select(number => (ulong)number)]], groups);
        Assert.Equal(21, test.AssertSettled()[SpanFate.Stored]);
    }

    [Theory]
    [InlineData(3, long.MaxValue, new[] { 1, 3, 3, 1 })]
    [InlineData(100, 1, new[] { 1, 1, 1, 1, 1, 1, 1, 1 })]
    public async Task Write_WithMoreWaitingThanAGroupTakes_WritesSeveral(int maxRequests, long maxBytes, int[] sizes)
    {
        var stall = new StallingWrite();
        var groups = new ConcurrentQueue<int>();
        var store = new ScriptedTraceStore();
        store.Writing = async (batches, outcomes, token) =>
        {
            groups.Enqueue(batches.Length);
            await stall.WriteAsync(batches, outcomes, token);
        };
        var options = new IngestionOptions { MaxGroupRequests = maxRequests, MaxGroupBytes = maxBytes };
        using var test = new PipelineUnderTest(store, options).Start();

        var first = test.WriteAsync(PipelineUnderTest.Batch());
        await stall.Begun;
        var others = Enumerable.Range(0, 7).Select(_ => test.WriteAsync(PipelineUnderTest.Batch())).ToList();
        stall.Release();
        await Task.WhenAll([first, .. others]);

        Assert.Equal(sizes, groups);
    }

    [Fact]
    public async Task Write_OnAStoreThatTakesSeveral_HasAsManyInFlight()
    {
        var stall = new StallingWrite();
        var store = new ScriptedTraceStore(maxConcurrentWrites: 3) { Writing = stall.WriteAsync };
        using var test = new PipelineUnderTest(store, new IngestionOptions { MaxGroupRequests = 1 }).Start();

        var writes = Enumerable.Range(0, 10).Select(_ => test.WriteAsync(PipelineUnderTest.Batch())).ToList();
        await Eventually.TrueAsync(() => store.MostConcurrentWrites == 3, "three writes are in flight");
        stall.Release();
        await Task.WhenAll(writes);

        Assert.Equal(3, store.MostConcurrentWrites);
        Assert.Equal(10, test.AssertSettled()[SpanFate.Stored]);
    }

    [Fact]
    public async Task Write_WithAnOutcomeForEachBatch_AnswersEachByItsOwn()
    {
        var stall = new StallingWrite();
        var store = new ScriptedTraceStore();
        store.Writing = async (batches, outcomes, token) =>
        {
            await stall.WriteAsync(batches, outcomes, token);
            for (var i = 0; i < batches.Length; i++)
            {
                outcomes.Span[i] = (WriteOutcome)(batches.Span[i].Headers[0].TraceId.High % 3);
            }
        };
        using var test = new PipelineUnderTest(store).Start();

        var writes = Enumerable.Range(0, 9).Select(number => test.WriteAsync(Numbered(number))).ToList();
        stall.Release();
        var results = await Task.WhenAll(writes);

        for (var i = 0; i < results.Length; i++)
        {
            var expected = (WriteOutcome)(i % 3) switch
            {
                WriteOutcome.Stored => (SpanSinkOutcome.Accepted, 0L),
                WriteOutcome.Rejected => (SpanSinkOutcome.Accepted, 1L),
                _ => (SpanSinkOutcome.Refused, 0L),
            };
            Assert.Equal(expected, (results[i].Outcome, results[i].RejectedSpans));
        }

        var ledger = test.AssertSettled();
        Assert.Equal(3, ledger.Fates[(SpanFate.Stored, "durable")]);
        Assert.Equal(3, ledger.Fates[(SpanFate.Refused, "store_retry")]);
        Assert.Equal(3, ledger.Fates[(SpanFate.Rejected, "store_rejected")]);
    }

    private static SpanBatch Numbered(int number) => new OtlpRequestBuilder()
        .Add(new SpanBuilder { TraceId = new TraceId((ulong)number, 1) })
        .ToBatch();
}
