using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Snapshots;

namespace Lumen.Storage.Embedded.Rewriting;

/// <summary>
/// Changes a bucket the one way there is (rule 15): a new file with those spans that are kept, under the same number and the next revision;
/// made durable, renamed into place, swapped, and the old one is gone when nobody reads it any longer. Thread-safe; one at a time.
/// </summary>
internal sealed class BucketRewriter(StoreContext context, BucketParts parts, SnapshotBoard board)
{
    private readonly Lock _rewriting = new();

    /// <summary>Rewrites a bucket.</summary>
    /// <param name="old">The bucket as it is, held by the caller; it takes no more windows.</param>
    /// <param name="keep">Says of a trace whether its spans stay.</param>
    /// <param name="among">The only traces that can be kept, where they are few: other blocks are not even read. Null for any.</param>
    /// <param name="cancellationToken">Gives up before the next block; nothing has changed then.</param>
    /// <returns>The bucket that readers see now; null if the old one was dropped meanwhile.</returns>
    /// <exception cref="IOException">Something could not be read or written. Nothing has changed.</exception>
    /// <exception cref="InvalidDataException">The tables of the bucket are damaged. Nothing has changed.</exception>
    internal BucketView? Rewrite(
        BucketView old, Func<TraceId, bool> keep, IReadOnlyCollection<TraceId>? among, CancellationToken cancellationToken)
    {
        lock (_rewriting)
        {
            if (!old.Bucket.TryHold())
            {
                return null;
            }

            try
            {
                return IsCurrent(old) ? Replace(old, new KeptTraces(keep, among), cancellationToken) : null;
            }
            finally
            {
                old.Bucket.Release();
            }
        }
    }

    /// <summary>Whether a bucket may hold a span of one of some traces.</summary>
    internal bool HoldsAny(BucketView bucket, IReadOnlyCollection<TraceId> traces)
    {
        using var spans = new KeptSpans(context.Seed, parts);
        return bucket.Segments.Any(segment => spans.FindBlocks(bucket, segment, traces).Count > 0);
    }

    /// <summary>Whether every span of a bucket is kept, so that there is nothing to rewrite.</summary>
    internal bool KeepsAll(BucketView bucket, Func<TraceId, bool> keep, IReadOnlyCollection<TraceId> among)
    {
        using var spans = new KeptSpans(context.Seed, parts);
        foreach (var segment in bucket.Segments)
        {
            var blocks = spans.FindBlocks(bucket, segment, among);
            if (blocks.Count < segment.Blocks.Length)
            {
                return false;
            }

            var kept = 0L;
            foreach (var block in blocks)
            {
                using var frame = parts.ReadBlock(bucket, segment, block);
                kept += spans.Count(frame, keep);
            }

            if (kept < segment.Outline.SpanCount)
            {
                return false;
            }
        }

        return true;
    }

    private BucketView? Replace(BucketView old, KeptTraces kept, CancellationToken cancellationToken)
    {
        var name = old.Bucket.Name with { Revision = old.Bucket.Name.Revision + 1 };
        var temporary = name + StoreFiles.TemporaryEnding;
        try
        {
            var lost = Write(old, name, temporary, kept, cancellationToken);
            context.Files.Rename(temporary, name.ToString());
            context.Files.FlushDirectory();
            return Swap(old, Open(name), lost);
        }
        catch
        {
            TryDelete(temporary);
            TryDelete(name.ToString());
            throw;
        }
    }

    private bool IsCurrent(BucketView old)
    {
        var snapshot = board.Hold() ?? throw new IOException("The store was closed.");
        var isCurrent = ReferenceEquals(snapshot.Buckets.Find(old.Number)?.Bucket, old.Bucket);
        snapshot.Release();
        return isCurrent;
    }

    /// <summary>Writes the new file under its temporary name and makes it durable.</summary>
    /// <returns>Windows of which something could not be read.</returns>
    private IReadOnlyList<Gap> Write(
        BucketView old, BucketName name, string temporary, KeptTraces kept, CancellationToken cancellationToken)
    {
        using var writer = new BucketWriter(context, parts);
        var bucket = writer.Create(name, temporary);
        try
        {
            using var copy = new BucketCopy(context, parts, old, kept);
            copy.Run(writer, bucket, cancellationToken);
            writer.Finish(bucket);
            return copy.Gaps;
        }
        finally
        {
            bucket.Bucket.Release();
        }
    }

    private BucketView Open(BucketName name)
    {
        var file = context.Files.Open(name.ToString(), FileMode.Open);
        if (Footer.TryRead(file, context.Seed) is { } segment)
        {
            return new BucketView
            {
                Bucket = new Bucket(context, name, file), Segments = [segment], IsFinished = true, Length = file.Length,
            };
        }

        file.Dispose();
        throw new IOException($"What was written to '{name}' cannot be read.");
    }

    private BucketView? Swap(BucketView old, BucketView rewritten, IReadOnlyList<Gap> lost)
    {
        var isSwapped = false;
        try
        {
            board.Change(snapshot =>
            {
                var next = ReferenceEquals(snapshot.Buckets.Find(old.Number)?.Bucket, old.Bucket) ? snapshot.With(rewritten, lost) : null;
                isSwapped = next is not null;
                return next;
            });
        }
        finally
        {
            // What is not in the snapshot is nobody's: retention dropped the bucket meanwhile.
            (isSwapped ? old : rewritten).Bucket.Drop();
            rewritten.Bucket.Release();
        }

        context.Health.ClearReading(old.Bucket.Name);
        return isSwapped ? rewritten : null;
    }

    private void TryDelete(string name)
    {
        try
        {
            context.Files.Delete(name);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A temporary file goes at the next open; a whole revision may stay, it is what was asked for.
            context.Log.DeleteFailed(name, failure);
        }
    }
}

/// <summary>Which traces stay.</summary>
/// <param name="Keep">Says so of each.</param>
/// <param name="Among">The only ones that can; null for any.</param>
internal readonly record struct KeptTraces(Func<TraceId, bool> Keep, IReadOnlyCollection<TraceId>? Among);
