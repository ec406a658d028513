using Lumen.Storage;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Attacks;

/// <summary>What can be wrong with a store.</summary>
internal static class StoreTrouble
{
    private static readonly TimeSpan SlowWrite = TimeSpan.FromMilliseconds(30);

    /// <summary>A write that has this trouble, in front of a store.</summary>
    /// <param name="what">Its name.</param>
    /// <param name="store">The store.</param>
    internal static ScriptedWrite Of(string what, TroubledStore store) => what switch
    {
        "slow" => async (batches, outcomes, cancellationToken) =>
        {
            await Task.Delay(SlowWrite, CancellationToken.None);
            await store.PassOnAsync(batches, outcomes, cancellationToken);
        },
        "stalled before it writes" => async (batches, outcomes, cancellationToken) =>
        {
            await store.Mended;
            await store.PassOnAsync(batches, outcomes, cancellationToken);
        },
        "stalled behind its write" => async (batches, outcomes, cancellationToken) =>
        {
            await store.PassOnAsync(batches, outcomes, cancellationToken);
            await store.Mended;
        },
        "throwing" => (_, _, _) => throw new IOException("The disk is on fire."),
        "throwing behind its write" => async (batches, outcomes, cancellationToken) =>
        {
            await store.PassOnAsync(batches, outcomes, cancellationToken);
            throw new IOException("The disk was on fire.");
        },
        "refusing" => (_, outcomes, _) => Answer(outcomes, WriteOutcome.Retry),
        "rejecting" => (_, outcomes, _) => Answer(outcomes, WriteOutcome.Rejected),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "There is no such trouble."),
    };

    private static ValueTask Answer(Memory<WriteOutcome> outcomes, WriteOutcome outcome)
    {
        outcomes.Span.Fill(outcome);
        return ValueTask.CompletedTask;
    }
}
