using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Postings;
using Lumen.Storage.Embedded.Retention;
using Lumen.Storage.Embedded.Snapshots;

namespace Lumen.Storage.Embedded.Rewriting;

/// <summary>
/// Deletes a trace out of every file (rule 16): what is in memory goes to a bucket, each bucket that names the trace is rewritten without
/// it, and the logs, which held it last, are overwritten by zeros. One at a time.
/// </summary>
internal sealed class TraceDeletion(
    StoreContext context, BucketParts parts, SnapshotBoard board, BucketRewriter rewriter, RetentionKeeper retention, PinBoard pins)
    : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Deletes a trace.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="sealWindows">
    /// Ends window and bucket, and returns when all is in buckets that have ended: those below the number that it gives.
    /// </param>
    /// <param name="eraseLogs">Overwrites what the logs hold of windows that are in buckets.</param>
    /// <param name="cancellationToken">Gives up between steps; then nothing was promised.</param>
    /// <returns>Whether any bucket named it.</returns>
    internal async ValueTask<bool> RunAsync(
        TraceId trace, Func<CancellationToken, ValueTask<long>> sealWindows, Func<CancellationToken, ValueTask> eraseLogs,
        CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var end = await sealWindows(cancellationToken).ConfigureAwait(false);
            var found = false;
            foreach (var number in BucketsThatName(trace, end))
            {
                found |= Rewrite(number, trace, cancellationToken);
            }

            pins.Unpin(trace);
            await eraseLogs(cancellationToken).ConfigureAwait(false);
            return found;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    /// <summary>The buckets below a number that name a trace. Those behind may still grow, and hold what arrived since.</summary>
    private List<long> BucketsThatName(TraceId trace, long end)
    {
        var snapshot = board.Hold() ?? throw new IOException("The store was closed.");
        try
        {
            return [.. snapshot.Buckets.Views.Where(bucket => bucket.Number < end && Names(bucket, trace)).Select(bucket => bucket.Number)];
        }
        finally
        {
            snapshot.Release();
        }
    }

    private bool Names(BucketView bucket, TraceId trace)
    {
        var hash = TraceHash.Posting(TraceHash.Of(trace, context.Seed));
        var blocks = new List<int>();
        foreach (var segment in bucket.Segments)
        {
            try
            {
                parts.FindBlocks(bucket, segment, hash, blocks);
            }
            catch (InvalidDataException)
            {
                // Postings that cannot be read do not say that it is not there.
                return true;
            }
        }

        return blocks.Count > 0;
    }

    private bool Rewrite(long number, TraceId trace, CancellationToken cancellationToken)
    {
        var snapshot = board.Hold() ?? throw new IOException("The store was closed.");
        try
        {
            if (snapshot.Buckets.Find(number) is not { } bucket)
            {
                return false;
            }

            retention.MakeRoom(bucket.Length);
            return rewriter.Rewrite(bucket, id => id != trace, among: null, cancellationToken) is { } rewritten
                && rewritten.SpanCount < bucket.SpanCount;
        }
        finally
        {
            snapshot.Release();
        }
    }
}
