using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Segments;
using Lumen.Storage.Embedded.Windows;

namespace Lumen.Storage.Embedded.Buckets;

/// <summary>
/// Writes windows to bucket files, one after the other, and finishes buckets (rules 11 to 13). Whatever fails may be tried again: what a
/// failed try left behind the committed length is cut off first. One caller at a time.
/// </summary>
internal sealed class BucketWriter : IDisposable
{
    private readonly StoreContext _context;
    private readonly FrameAppender _frames;
    private readonly SegmentWriter _segments;
    private readonly BucketMerge _merge;

    internal BucketWriter(StoreContext context, BucketParts parts)
    {
        _context = context;
        _frames = new FrameAppender(context.Seed);
        _segments = new SegmentWriter(_frames, context.Seed);
        _merge = new BucketMerge(_frames, parts);
    }

    /// <summary>Makes the file of a new bucket.</summary>
    /// <param name="number">The number of its first window, which no bucket has had.</param>
    internal GrowingBucket Create(long number) => Create(BucketName.New(number), BucketName.New(number).ToString());

    /// <summary>Makes the file of a bucket, which has another name than it is going to have while it is rewritten.</summary>
    internal GrowingBucket Create(BucketName name, string fileName)
    {
        var file = _context.Files.Open(fileName, FileMode.Create);
        try
        {
            FileStart.Write(file, _context.Seed, name.Number, _context.Time.GetUnixNanos());
            file.Flush();
            // The entry must be durable before anything in the file counts (rule 13).
            _context.Files.FlushDirectory();
        }
        catch
        {
            file.Dispose();
            throw;
        }

        return new GrowingBucket(new Bucket(_context, name, file), new Catalog(_context.Seed), FileStart.Size);
    }

    /// <summary>Adds a window to a bucket. When it returns, the window is durable there.</summary>
    internal void Write(GrowingBucket bucket, WindowView window)
    {
        CutRemains(bucket);
        try
        {
            _frames.Begin(bucket.Bucket.File, bucket.Length);
            var segment = _segments.Write(window, bucket.Bucket.Number, bucket.Catalog, bucket.WrittenCatalog);
            _frames.Flush();
            bucket.Commit(segment, _frames.Position);
        }
        catch (IOException)
        {
            // What lies there is of no use, and the disk may be full.
            TryCutRemains(bucket);
            throw;
        }
    }

    /// <summary>Finishes a bucket: merged postings, outline, footer. Afterwards it never changes.</summary>
    internal BucketView Finish(GrowingBucket bucket)
    {
        CutRemains(bucket);
        _frames.Begin(bucket.Bucket.File, bucket.Length);
        var segment = _merge.Write(bucket);
        _frames.Flush();
        return new BucketView { Bucket = bucket.Bucket, Segments = [segment], IsFinished = true, Length = _frames.Position };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _segments.Dispose();
        _merge.Dispose();
    }

    private static void TryCutRemains(GrowingBucket bucket)
    {
        try
        {
            CutRemains(bucket);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next try begins with it.
        }
    }

    private static void CutRemains(GrowingBucket bucket)
    {
        if (bucket.Bucket.File.Length > bucket.Length)
        {
            bucket.Bucket.File.SetLength(bucket.Length);
        }
    }
}
