using Lumen.Queries;
using Lumen.Storage;
using Lumen.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace Lumen.Hosting.Tests.Reading;

public sealed class BoundedTraceReaderTests
{
    private const long Budget = 64L * 1024 * 1024;
    private const long Large = Budget / 2;
    private const long Small = Budget / 64;

    private static readonly TimeSpan IngestionWait = TimeSpan.FromSeconds(5);
    private static readonly TraceId First = new(1, 1);
    private static readonly TraceId Second = new(1, 2);

    private readonly FakeTimeProvider _clock = new();
    private readonly SizedReader _store = new();

    [Fact]
    public async Task FindTraceAsync_WhileAnotherLargeTraceIsHeld_WaitsForItsDisposal()
    {
        var reader = Reader();
        using var first = await reader.FindTraceAsync(First, CancellationToken.None);
        var second = reader.FindTraceAsync(Second, CancellationToken.None).AsTask();
        Assert.False(second.IsCompleted);
        Assert.Equal(1, _store.Reads);

        first!.Dispose();
        first.Dispose();
        using var held = await second;
        Assert.Equal(Second, held!.Trace.Id);
    }

    [Fact]
    public async Task FindTraceAsync_WhenNothingIsGivenBackInTime_SaysWhenToAskAgain()
    {
        var reader = Reader();
        using var first = await reader.FindTraceAsync(First, CancellationToken.None);
        var second = reader.FindTraceAsync(Second, CancellationToken.None).AsTask();
        _clock.Advance(IngestionWait);
        var busy = await Assert.ThrowsAsync<ReadersBusyException>(() => second);
        Assert.InRange(busy.RetryAfter, TimeSpan.FromSeconds(1), IngestionWait);
        Assert.Contains("Lumen:MaxReadBytes", busy.Message, StringComparison.Ordinal);

        first!.Dispose();
        using var third = await reader.FindTraceAsync(Second, CancellationToken.None);
        Assert.NotNull(third);
    }

    [Fact]
    public async Task FindTraceAsync_OfATraceLargerThanTheBudget_ReadsItAlone()
    {
        _store.Estimate = Budget * 10;
        var reader = Reader();
        using var first = await reader.FindTraceAsync(First, CancellationToken.None);
        var second = reader.FindTraceAsync(Second, CancellationToken.None).AsTask();
        Assert.Equal(1, _store.Reads);
        first!.Dispose();
        using var held = await second;
        Assert.NotNull(held);
    }

    [Fact]
    public async Task FindTraceAsync_OfASmallTraceWhileLargeOnesWait_IsReadAtOnce()
    {
        var reader = Reader();
        using var first = await reader.FindTraceAsync(First, CancellationToken.None);
        var second = reader.FindTraceAsync(Second, CancellationToken.None).AsTask();
        _store.Estimate = Small;
        using var small = await reader.FindTraceAsync(new TraceId(1, 3), CancellationToken.None);
        Assert.NotNull(small);
        Assert.False(second.IsCompleted);
        first!.Dispose();
        using var held = await second;
    }

    [Fact]
    public async Task FindTraceAsync_GivenUpWhileItWaits_LeavesTheTurnToTheNext()
    {
        var reader = Reader();
        using var first = await reader.FindTraceAsync(First, CancellationToken.None);
        using var leaving = new CancellationTokenSource();
        var second = reader.FindTraceAsync(Second, leaving.Token).AsTask();
        var third = reader.FindTraceAsync(Second, CancellationToken.None).AsTask();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        first!.Dispose();
        using var held = await third;
        Assert.NotNull(held);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FindTraceAsync_ThatFindsNothingOrFails_HoldsNothing(bool isFailing)
    {
        _store.IsFailing = isFailing;
        _store.IsEmpty = !isFailing;
        var reader = Reader();
        for (var times = 0; times < 3; times++)
        {
            var read = reader.FindTraceAsync(First, CancellationToken.None).AsTask();
            Assert.Null(isFailing ? (await Assert.ThrowsAsync<StoreUnavailableException>(() => read)).InnerException : await read);
        }
    }

    [Fact]
    public async Task FindTraceAsync_OfTracesSmallerThanTheirEstimate_CountsWhatTheyTake()
    {
        _store.SpanBytes = 100;
        var reader = Reader();
        var held = new List<HeldTrace>();
        for (var times = 0; times < 100; times++)
        {
            held.Add((await reader.FindTraceAsync(First, CancellationToken.None))!);
        }

        Assert.Equal(100, held.Count);
        held.ForEach(trace => trace.Dispose());
    }

    [Fact]
    public async Task SearchAsync_OfALargeTraceWhileAnotherIsHeld_WaitsForItsDisposal()
    {
        var reader = Reader();
        using var held = await reader.FindTraceAsync(First, CancellationToken.None);
        var search = reader.SearchAsync(new TraceQuery(), CancellationToken.None).AsTask();
        Assert.False(search.IsCompleted);
        Assert.Single(_store.Searches);
        Assert.InRange(_store.Searches[0], 1, Large / 4);

        held!.Dispose();
        Assert.Same(TracePage.Empty, await search);
        Assert.Equal(Large, _store.Searches[1]);
        using var next = await reader.FindTraceAsync(Second, CancellationToken.None);
        Assert.NotNull(next);
    }

    [Fact]
    public async Task SearchAsync_WhenNothingIsGivenBackInTime_SaysWhenToAskAgain()
    {
        var reader = Reader();
        using var held = await reader.FindTraceAsync(First, CancellationToken.None);
        var search = reader.SearchAsync(new TraceQuery(), CancellationToken.None).AsTask();
        _clock.Advance(IngestionWait);
        var busy = await Assert.ThrowsAsync<ReadersBusyException>(() => search);
        Assert.InRange(busy.RetryAfter, TimeSpan.FromSeconds(1), IngestionWait);
        held!.Dispose();
        Assert.Same(TracePage.Empty, await reader.SearchAsync(new TraceQuery(), CancellationToken.None));
    }

    private BoundedTraceReader Reader() => new(_store, new LumenOptions { MaxReadBytes = Budget, MaxWait = IngestionWait }, _clock);

    /// <summary>A store whose traces are one span of a size that the test says.</summary>
    private sealed class SizedReader : ITraceReader
    {
        internal long Estimate { get; set; } = Large - 1;

        internal int SpanBytes { get; set; } = (int)Large;

        internal bool IsEmpty { get; set; }

        internal bool IsFailing { get; set; }

        internal int Reads { get; private set; }

        public ValueTask<long> EstimateTraceBytesAsync(TraceId id, CancellationToken cancellationToken) => new(Estimate);

        public ValueTask<Trace?> FindTraceAsync(TraceId id, CancellationToken cancellationToken)
        {
            Reads++;
            if (IsFailing)
            {
                throw new StoreUnavailableException("The disk is gone.");
            }

            var span = new SpanBuilder { TraceId = id, Name = new string('n', SpanBytes) };
            return new(IsEmpty ? null : new Trace(id, [span.Build(OtlpMessages.Resource("shop"))]));
        }

        internal List<long> Searches { get; } = [];

        public ValueTask<TracePage> SearchAsync(TraceQuery query, CancellationToken cancellationToken)
        {
            Searches.Add(query.MaxReadBytes);
            return query.MaxReadBytes >= Large
                ? new(TracePage.Empty)
                : throw new TraceTooLargeException("It is large.") { NeededBytes = Large };
        }

        public ValueTask<NameList<string>> ListServicesAsync(NameQuery query, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<NameList<Operation>> ListOperationsAsync(string service, NameQuery query, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<AttributeKeyList> ListAttributeKeysAsync(CompletionQuery query, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<AttributeValueList> ListAttributeValuesAsync(
            AttributeLevel level, string key, CompletionQuery query, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
