using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Snapshots;

namespace Lumen.Storage.Embedded.Recovery;

/// <summary>
/// Opens the buckets of a directory. A file that is proved damaged is set aside with a message, one that cannot be read is left for later;
/// of several revisions of a bucket the highest complete one wins (rules 15 and 20).
/// </summary>
internal sealed class BucketOpener(StoreContext context, UnreadableBuckets unreadable)
{
    private readonly List<Gap> _gaps = [];
    private readonly List<BucketName> _unborn = [];

    /// <summary>What was set aside, now or earlier.</summary>
    internal IReadOnlyList<Gap> Gaps => _gaps;

    /// <summary>The highest number in the name of any bucket, those set aside included; 0 if there is none.</summary>
    internal long HighestNumber { get; private set; }

    /// <summary>Opens all buckets, the oldest first. The caller holds each once.</summary>
    internal List<FoundBucket> Open()
    {
        var found = new List<FoundBucket>();
        try
        {
            foreach (var bucket in Names().GroupBy(name => name.Number).OrderBy(group => group.Key))
            {
                HighestNumber = bucket.Key;
                foreach (var name in bucket.Where(name => name.IsAside))
                {
                    NoteAside(name);
                }

                if (OpenOrNote([.. bucket.Where(name => !name.IsAside).OrderByDescending(name => name.Revision)]) is { } opened)
                {
                    found.Add(opened);
                }
            }
        }
        catch
        {
            found.ForEach(static bucket => bucket.View.Bucket.Release());
            throw;
        }

        return found;
    }

    /// <summary>Opens a bucket that could not be read before.</summary>
    /// <param name="revisions">Its files, the highest revision first.</param>
    /// <returns>The bucket; or what is missing now that it was found damaged and set aside.</returns>
    internal (FoundBucket? Bucket, Gap? Damage) OpenAgain(IReadOnlyList<BucketName> revisions)
    {
        _gaps.Clear();
        _unborn.Clear();
        var opened = OpenHighest(revisions);
        ClearUnborn(static _ => false);
        _gaps.ForEach(gap => context.ReportDamage(gap.Sentence, gap.LastWindow));
        return (opened, _gaps.FirstOrDefault());
    }

    /// <summary>
    /// Deals with files in which no window can be read. If the first window of one, which gives it its number, is still in the log, the
    /// process ended while it wrote that window; else it is damage.
    /// </summary>
    /// <param name="isInLog">Whether a window was replayed from a log.</param>
    internal void ClearUnborn(Func<long, bool> isInLog)
    {
        foreach (var name in _unborn)
        {
            if (isInLog(name.Number))
            {
                context.Files.Delete(name.ToString());
            }
            else
            {
                SetAside(name, "no window in it can be read.");
            }
        }
    }

    private IEnumerable<BucketName> Names()
    {
        foreach (var file in context.Files.List())
        {
            if (BucketName.TryParse(file.Name, out var name))
            {
                yield return name;
            }
            else if (file.Name.EndsWith(StoreFiles.TemporaryEnding, StringComparison.Ordinal))
            {
                context.Files.Delete(file.Name);
            }
        }
    }

    private FoundBucket? OpenOrNote(List<BucketName> revisions)
    {
        try
        {
            return OpenHighest(revisions);
        }
        catch (Exception failure) when ((failure is IOException && !IsShortage(failure)) || failure is UnauthorizedAccessException)
        {
            // No lower revision takes its place: it may hold what was deleted from this one.
            unreadable.Add(revisions, failure);
            return null;
        }
    }

    private FoundBucket? OpenHighest(IReadOnlyList<BucketName> revisions)
    {
        for (var index = 0; index < revisions.Count; index++)
        {
            // Without a footer a rewritten file counts only where there is no other.
            if (TryOpen(revisions[index], mustBeFinished: index + 1 < revisions.Count) is { } opened)
            {
                DeleteReplaced(revisions.Skip(index + 1));
                return opened;
            }
        }

        return null;
    }

    /// <summary>A higher revision replaced them; only their deletion was interrupted.</summary>
    private void DeleteReplaced(IEnumerable<BucketName> names)
    {
        foreach (var name in names)
        {
            try
            {
                context.Files.Delete(name.ToString());
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // The next open finds it again.
                context.Log.DeleteFailed(name.ToString(), failure);
            }
        }
    }

    private FoundBucket? TryOpen(BucketName name, bool mustBeFinished)
    {
        StoreFile? file = null;
        try
        {
            file = context.Files.Open(name.ToString(), FileMode.Open);
            var found = Read(name, file, mustBeFinished);
            if (found is null)
            {
                file.Dispose();
            }

            return found;
        }
        catch (InvalidDataException damage)
        {
            file!.Dispose();
            SetAside(name, damage.Message);
            return null;
        }
        catch
        {
            // The file is as good as it was.
            file?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Whether the system was short of memory or of file handles, which is no bucket's affair: ENOMEM, ENFILE and EMFILE, and their like
    /// on Windows.
    /// </summary>
    private static bool IsShortage(Exception failure) =>
        OperatingSystem.IsWindows() ? (failure.HResult & 0xFFFF) is 4 or 8 or 14 or 1450 : failure.HResult is 12 or 23 or 24;

    private FoundBucket? Read(BucketName name, StoreFile file, bool mustBeFinished)
    {
        if (FileStart.TryReadSeed(file) is { } seed && seed != context.Seed)
        {
            throw new InvalidDataException("it belongs to another trace directory.");
        }

        if (Footer.TryRead(file, context.Seed) is { } merged)
        {
            var finished = new Bucket(context, name, file);
            var whole = new BucketView { Bucket = finished, Segments = [merged], IsFinished = true, Length = file.Length };
            return new FoundBucket(whole, Scan: null);
        }

        if (mustBeFinished)
        {
            throw new InvalidDataException("it has no footer, and there is an earlier revision of it.");
        }

        var scan = BucketScan.Run(file, context.Seed);
        if (scan.Segments.Count == 0)
        {
            _unborn.Add(name);
            return null;
        }

        var bucket = new Bucket(context, name, file);
        var view = new BucketView
        {
            Bucket = bucket, Segments = scan.Segments, IsFinished = false, Length = file.Length,
            LiveCatalog = scan.Catalog, LiveCounts = scan.Catalog.Counts,
        };
        return new FoundBucket(view, scan);
    }

    private void SetAside(BucketName name, string reason)
    {
        var aside = name with { IsAside = true };
        context.Files.Rename(name.ToString(), aside.ToString());
        context.Files.FlushDirectory();
        context.Log.SetAside(name.ToString(), aside.ToString(), reason);
        NoteAside(aside);
    }

    private void NoteAside(BucketName aside) => _gaps.Add(new Gap(
        aside.Number, aside.Number,
        $"The bucket file '{aside}' in '{context.Files.Directory}' was damaged and is set aside: spans from window {aside.Number} on, "
        + "until those of the next bucket, are missing."));
}
