using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Segments;
using Lumen.Storage.Embedded.Windows;
using Lumen.TestKit;

namespace Lumen.Storage.Embedded.Golden;

/// <summary>
/// A small directory of format 1, always the same: a finished bucket of two windows, one that grows with one window, and one window in the
/// log.
/// </summary>
internal sealed class GoldenDirectory : IDisposable
{
    private const long Seed = 0x0123_4567_89AB_CDEF;
    private const long Arrival = (long)SpanBuilder.Epoch;
    private const int SpansAWindow = 60;

    private readonly string _path;
    private readonly FrameAppender _frames = new(Seed);
    private readonly SegmentWriter _segments;
    private readonly ChunkPool _pool = new(ChunkPool.MaxChunkBytes);
    private readonly List<SpanBatch> _batches = [];

    private GoldenDirectory(string path)
    {
        _path = path;
        _segments = new SegmentWriter(_frames, Seed);
    }

    /// <summary>Where the frozen files are.</summary>
    internal static string Frozen => Path.Combine(Require.Repository, "tests", "Lumen.Storage.Embedded.Tests", "Golden", "format-1");

    /// <summary>Writes it.</summary>
    /// <returns>The bytes of every span in it, by trace.</returns>
    internal static ILookup<TraceId, byte[]> Write(string path)
    {
        using var directory = new GoldenDirectory(path);
        new DirectoryIdentity(Seed, Arrival, EmbeddedStoreOptions.LeastRetentionBytes).Write(new StoreFiles(path));
        directory.WriteBucket(firstWindow: 1, windows: 2, isFinished: true);
        directory.WriteBucket(firstWindow: 3, windows: 1, isFinished: false);
        directory.WriteLog("log-0.lumen", windowNumber: 4);
        directory.WriteLog("log-1.lumen", windowNumber: null);
        return directory._batches
            .SelectMany(batch => batch.Headers.ToArray().Select(header => (
                header.TraceId, Bytes: batch.Payload.Span.Slice(header.Offset, header.Length).ToArray())))
            .ToLookup(span => span.TraceId, span => span.Bytes);
    }

    public void Dispose()
    {
        _segments.Dispose();
        _batches.ForEach(static batch => batch.Dispose());
    }

    private void WriteBucket(long firstWindow, int windows, bool isFinished)
    {
        var name = BucketName.New(firstWindow);
        using var file = new DiskFile(_path, name.ToString(), FileMode.Create);
        FileStart.Write(file, Seed, firstWindow, Arrival);
        var growing = new GrowingBucket(new Bucket(null!, name, file), new Catalog(Seed), FileStart.Size);
        for (var number = firstWindow; number < firstWindow + windows; number++)
        {
            _frames.Begin(file, growing.Length);
            var window = Fill(number, firstWindow, out _);
            growing.Commit(_segments.Write(window.View, firstWindow, growing.Catalog, growing.WrittenCatalog), _frames.Position);
            _frames.Flush();
            window.Release();
        }

        if (isFinished)
        {
            using var merge = new BucketMerge(_frames, new BucketParts(Seed));
            _frames.Begin(file, growing.Length);
            merge.Write(growing);
            _frames.Flush();
        }
    }

    private void WriteLog(string name, long? windowNumber)
    {
        using var file = new DiskFile(_path, name, FileMode.Create);
        file.Write(new byte[Frame.Alignment], 0);
        FileStart.Write(file, Seed, bucket: 0, Arrival);
        if (windowNumber is { } number)
        {
            Fill(number, number, out var frame).Release();
            file.Write(frame, Frame.Alignment);
        }
    }

    private Window Fill(long number, long bucket, out byte[] frame)
    {
        var window = new Window(number, bucket, Seed, _pool);
        var typical = new TypicalOtlp((int)number);
        var request = new RandomOtlp((int)number).NextRequest(SpansAWindow / 2)
            .Resource(typical.NextResource()).Add(Enumerable.Range(0, SpansAWindow / 2).Select(_ => typical.NextSpan()));
        _batches.Add(request.ToBatch());
        frame = window.Append([_batches[^1]], Arrival + number, Seed).ToArray();
        window.Commit();
        return window;
    }
}
