using Lumen.TestKit;

namespace Lumen.Storage.Conformance;

/// <summary>
/// A store under test: the suites make one for each test, open it and dispose it. A store's own tests derive from it and say how the store
/// is made, and what can happen inside it that must change no answer.
/// </summary>
public abstract class StoreHarness : IAsyncDisposable
{
    /// <summary>The store.</summary>
    public ITraceStore Store { get; private set; } = null!;

    /// <summary>The way to read it.</summary>
    public ITraceReader Reader => Store.Reader;

    /// <summary>Makes the store and opens it. It must be empty the first time.</summary>
    public async Task OpenAsync()
    {
        Store = CreateStore();
        await Store.OpenAsync(CancellationToken.None);
    }

    /// <summary>Closes the store and opens it again over the same data. Only for stores that are durable.</summary>
    public async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        await OpenAsync();
    }

    /// <summary>Writes requests as one group and demands that each is stored.</summary>
    public async Task WriteAsync(params OtlpRequestBuilder[] requests)
    {
        var batches = requests.Select(request => request.ToBatch()).ToArray();
        var outcomes = new WriteOutcome[batches.Length];
        await Store.WriteAsync(batches, outcomes, CancellationToken.None);
        Array.ForEach(batches, batch => batch.Dispose());
        Assert.True(
            outcomes.All(outcome => outcome == WriteOutcome.Stored),
            $"{string.Join(',', outcomes)}; health: {string.Join(' ', Store.Health.Reasons)}");
    }

    /// <summary>Lets something happen inside the store that must change no answer: a flush, a compaction, a reopening.</summary>
    public virtual Task DisturbAsync(Random random) => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        if (Store is not null)
        {
            await Store.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Makes the store, over the same data each time.</summary>
    protected abstract ITraceStore CreateStore();
}
