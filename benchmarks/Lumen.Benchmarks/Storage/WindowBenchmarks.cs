using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Intake;
using Lumen.Storage.Embedded.Logs;
using Lumen.Storage.Embedded.Segments;
using Lumen.Storage.Embedded.Windows;

namespace Lumen.Benchmarks.Storage;

/// <summary>
/// What a span costs on its way to the disk: into the window with the frame of the log, that frame into the log, and from the window into a
/// bucket. Times and allocations are per span; writing to the file is included, flushing it only where it is said.
/// </summary>
[MemoryDiagnoser]
public class WindowBenchmarks : IDisposable
{
    private const int Batches = 64;
    private const int Spans = Batches * ScatteredTraces.SpansARequest;
    private const int BatchesACommit = 2;
    private const int LogBytes = 32 * 1024 * 1024;
    private const long Seed = 7;
    private const long Arrival = 1_700_000_000_000_000_000;

    private readonly ChunkPool _pool = new(ChunkPool.MaxChunkBytes);
    private readonly List<SpanBatch> _batches = [];
    private readonly string _directory = Directory.CreateTempSubdirectory("lumen-benchmark").FullName;
    private readonly FrameAppender _frames = new(Seed);
    private LogFile? _log;
    private SegmentWriter? _segments;
    private DiskFile? _file;
    private Window? _window;

    [GlobalSetup]
    public void Setup()
    {
        var traces = new ScatteredTraces(1);
        for (var batch = 0; batch < Batches; batch++)
        {
            _batches.Add(traces.NextBatch());
        }

        _file = new DiskFile(_directory, "bucket", FileMode.Create);
        _segments = new SegmentWriter(_frames, Seed);
        _log = new LogFile(new StoreFiles(_directory), "log", LogBytes, Seed, TimeProvider.System);
        _log.EnsureExists();
        _log.EnsureRoom(LogBytes);
        _window = Fill();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _batches.ForEach(batch => batch.Dispose());
        _segments?.Dispose();
        _file?.Dispose();
        _log?.Dispose();
        Directory.Delete(_directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Copying, numbering and the checksum of the frames: the part of a commit that is not the disk's.</summary>
    [Benchmark(OperationsPerInvoke = Spans)]
    public long AppendToWindow()
    {
        var window = Fill();
        var bytes = window.FrameBytes;
        window.Release();
        return bytes;
    }

    /// <summary>The whole commit, 1,024 spans at a time: the same, written to the log and flushed (fdatasync).</summary>
    [Benchmark(OperationsPerInvoke = Spans)]
    public long CommitToLog()
    {
        var active = new ActiveWindow(new Window(number: 1, bucket: 1, Seed, _pool), _log!, LogFile.FirstFrame);
        for (var batch = 0; batch < Batches; batch += BatchesACommit)
        {
            active.Write(CollectionsMarshal.AsSpan(_batches).Slice(batch, BatchesACommit), Arrival, Seed);
            active.Log.Flush();
            active.Window.Commit();
        }

        active.Window.Release();
        return active.Position;
    }

    /// <summary>Sorting, dividing, compressing, indexing and writing.</summary>
    [Benchmark(OperationsPerInvoke = Spans)]
    public long WindowToBucket()
    {
        _frames.Begin(_file!, 0);
        _segments!.Write(_window!.View, bucket: 1, new Catalog(Seed), written: default);
        return _frames.Position;
    }

    private Window Fill()
    {
        var window = new Window(number: 1, bucket: 1, Seed, _pool);
        for (var batch = 0; batch < Batches; batch += BatchesACommit)
        {
            window.Append(CollectionsMarshal.AsSpan(_batches).Slice(batch, BatchesACommit), Arrival, Seed);
        }

        window.Commit();
        return window;
    }
}
