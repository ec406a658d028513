using Lumen.Storage.Embedded.Faults;

namespace Lumen.Storage.Embedded.Rules.Writing;

/// <summary>
/// Rule 6 for failures that are none of the environment: what was not acknowledged does not come to light by the next commit.
/// </summary>
public sealed class Rule06_UnexpectedFailureTests
{
    [Fact]
    public async Task Write_FailureOfAnotherKind_EndsTheWindowWithoutWhatItDidNotAcknowledge()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteAsync(StoreUnderTest.SpanOf(1));
        store.Files.Before = operation =>
            operation is { Action: FileAction.Flush, IsLog: true } ? throw new InvalidOperationException("a defect") : null;
        Assert.Equal(WriteOutcome.Retry, await store.TryWriteAsync(StoreUnderTest.SpanOf(2)));
        Assert.Contains("a defect", store.Health, StringComparison.Ordinal);
        store.Files.Before = null;

        await store.EventuallyStoredAsync(StoreUnderTest.SpanOf(3));

        Assert.Null(await store.FindAsync(2));
        await store.AssertTracesAsync(1, 1);
        await store.AssertTracesAsync(3, 1);
    }
}
