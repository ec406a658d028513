using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Snapshots;

namespace Lumen.Storage.Embedded.Recovery;

/// <summary>
/// Buckets whose file the system would not let us read: an I/O error, no right to. Nothing proves them damaged, so they stay where they are
/// and are tried again; until then every answer says what may be missing (rule 20). Thread-safe.
/// </summary>
internal sealed class UnreadableBuckets(StoreContext context)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];
    private long _tried = context.Time.GetTimestamp();

    /// <summary>What is missing because of them.</summary>
    internal IReadOnlyList<Gap> Gaps
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries.Select(entry => entry.Gap)];
            }
        }
    }

    /// <summary>Notes a bucket that could not be read.</summary>
    /// <param name="revisions">Its files.</param>
    /// <param name="failure">What the system said.</param>
    internal void Add(IReadOnlyList<BucketName> revisions, Exception failure)
    {
        var number = revisions[0].Number;
        var gap = new Gap(
            number, number,
            $"The bucket file '{revisions[0]}' in '{context.Files.Directory}' cannot be read ({failure.Message}) and is tried again: spans "
            + $"from window {number} on, until those of the next bucket, are missing until then.");
        context.Health.Report(CauseOf(number), StoreStatus.Degraded, gap.Sentence);
        context.Log.Unreadable(revisions[0].ToString(), failure);
        lock (_lock)
        {
            _entries.Add(new Entry(revisions, gap));
        }
    }

    /// <summary>Whether a bucket of this number is one of them: its file must not be written over.</summary>
    internal bool Contains(long number)
    {
        lock (_lock)
        {
            return _entries.Exists(entry => entry.Number == number);
        }
    }

    /// <summary>Tries every one again, if it is time to.</summary>
    /// <param name="open">Opens the files of a bucket: null if it was found damaged and set aside, which left a gap of its own.</param>
    /// <param name="board">Where what opens, and what turns out to be damaged, is shown.</param>
    internal void TryAgain(Func<IReadOnlyList<BucketName>, (FoundBucket? Bucket, Gap? Damage)> open, SnapshotBoard board)
    {
        lock (_lock)
        {
            if (_entries.Count == 0 || context.Time.GetElapsedTime(_tried) < Period)
            {
                return;
            }

            _tried = context.Time.GetTimestamp();
            _entries.RemoveAll(entry => TryAgain(entry, open, board));
        }
    }

    /// <summary>Deletes those that retention no longer keeps, which it tells by their neighbours.</summary>
    internal void DropUntil(long lastNumber)
    {
        lock (_lock)
        {
            foreach (var entry in _entries.Where(entry => entry.Number <= lastNumber).ToList())
            {
                foreach (var revision in entry.Revisions)
                {
                    context.Files.Delete(revision.ToString());
                }

                context.Health.Clear(CauseOf(entry.Number));
                _entries.Remove(entry);
            }
        }
    }

    private static string CauseOf(long number) => $"bucket {number}";

    private bool TryAgain(
        Entry entry, Func<IReadOnlyList<BucketName>, (FoundBucket? Bucket, Gap? Damage)> open, SnapshotBoard board)
    {
        FoundBucket? found = null;
        try
        {
            (found, var damage) = open(entry.Revisions);
            board.Change(snapshot => snapshot.Recover(found?.View, entry.Gap, damage));
            context.Health.Clear(CauseOf(entry.Number));
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
        finally
        {
            found?.View.Bucket.Release();
        }
    }

    private sealed record Entry(IReadOnlyList<BucketName> Revisions, Gap Gap)
    {
        internal long Number => Revisions[0].Number;
    }
}
