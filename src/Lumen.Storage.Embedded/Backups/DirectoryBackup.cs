using System.Buffers;
using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Logs;
using Lumen.Storage.Embedded.Retention;
using Lumen.Storage.Embedded.Snapshots;

namespace Lumen.Storage.Embedded.Backups;

/// <summary>
/// Copies what a snapshot names to another directory, which then opens as a store. Retention may drop what is being copied: the open files
/// are read, not their names. The directory has its name only when it is complete. Thread-safe.
/// </summary>
internal sealed class DirectoryBackup(StoreContext context, PinBoard pins)
{
    private const int PieceBytes = 1024 * 1024;
    private const string UnfinishedEnding = ".unfinished";

    /// <summary>Copies a snapshot in which no window waits.</summary>
    /// <param name="snapshot">Held by the caller.</param>
    /// <param name="directory">Where to; must not be there yet.</param>
    /// <param name="cancellationToken">Gives up before the next piece of a file, and takes away what was copied.</param>
    /// <returns>How many bytes were copied.</returns>
    internal long Run(StoreSnapshot snapshot, string directory, CancellationToken cancellationToken)
    {
        var target = Path.GetFullPath(directory);
        if (Path.Exists(target))
        {
            throw new IOException($"'{target}' is there already; a backup makes its own directory.");
        }

        // A name of its own, so that two backups to one place do not write over each other.
        var unfinished = $"{target}.{Guid.NewGuid():N}{UnfinishedEnding}";
        try
        {
            var files = new StoreFiles(unfinished);
            files.CreateDirectory();
            var bytes = snapshot.Buckets.Views.Sum(bucket => Copy(bucket, files, cancellationToken));
            WriteRest(files, LastWindowOf(snapshot));
            files.FlushDirectory();
            Directory.Move(unfinished, target);
            new StoreFiles(Path.GetDirectoryName(target)!).FlushDirectory();
            return bytes;
        }
        catch
        {
            TryDelete(unfinished);
            throw;
        }
    }

    /// <summary>The last window that is, or is known to be missing, so that the copy misses it too.</summary>
    private static long LastWindowOf(StoreSnapshot snapshot) =>
        snapshot.Buckets.Views.Select(bucket => bucket.LastWindow).Concat(snapshot.Gaps.Select(gap => gap.LastWindow))
            .DefaultIfEmpty(0).Max();

    private static long Copy(BucketView bucket, StoreFiles files, CancellationToken cancellationToken)
    {
        using var copy = files.Open(bucket.Bucket.Name.ToString(), FileMode.CreateNew);
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            for (long position = 0; position < bucket.Length;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var left = (int)Math.Min(PieceBytes, bucket.Length - position);
                var read = bucket.Bucket.File.Read(piece.AsSpan(0, left), position);
                if (read == 0)
                {
                    throw new IOException($"'{bucket.Bucket.Name}' is shorter than it was.");
                }

                copy.Write(piece.AsSpan(0, read), position);
                position += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }

        copy.Flush();
        return bucket.Length;
    }

    /// <summary>Logs without a window, so that nobody misses them; the pins; the identity, without which a directory is another.</summary>
    private void WriteRest(StoreFiles files, long lastWindow)
    {
        var now = context.Time.GetUnixNanos();
        foreach (var name in (ReadOnlySpan<string>)[Recovery.StoreOpener.FirstLog, Recovery.StoreOpener.SecondLog])
        {
            using var log = files.Open(name, FileMode.CreateNew);
            FileStart.Write(log, context.Seed, bucket: 0, now);
            if (lastWindow > 0)
            {
                LogFile.WriteMark(log, lastWindow, context.Seed, now);
            }

            log.Flush();
        }

        if (pins.Current != PinList.Empty)
        {
            pins.Current.Write(files, context.Seed, now);
        }

        new DirectoryIdentity(context.Seed, now, context.StoredRetentionBytes).Write(files);
    }

    private static void TryDelete(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Its name says that it is none.
        }
    }
}
