using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Logs;
using Lumen.Storage.Embedded.Windows;

namespace Lumen.Storage.Embedded.Rules.Opening;

/// <summary>
/// Rule 9: the frames of a window have consecutive sequence numbers, so what an earlier attempt left behind is neither taken for spans nor
/// for damage.
/// </summary>
public sealed class Rule09_StaleFrameTests : IDisposable
{
    private const long Seed = 7;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lumen-log-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Replay_WithAFrameOfACutCommitWhereTheNextOneWouldBegin_LeavesItOut()
    {
        // Frames 0 and 1 are good; frame 3 of a commit whose first two frames the crash took lies exactly behind.
        var (numbers, damages) = Replay([(0, false, 1), (1, false, 2), (3, true, 9)]);
        Assert.Equal([1, 2], numbers);
        Assert.Empty(damages);
    }

    [Fact]
    public void Replay_WithFramesOfTwoCutCommitsBehindTheLastGoodOne_ReportsNoDamage()
    {
        var (numbers, damages) = Replay([(0, false, 1), (1, false, 2), (null, false, 0), (1, true, 8), (2, true, 9)]);
        Assert.Equal([1, 2], numbers);
        Assert.Empty(damages);
    }

    [Fact]
    public void Replay_WithAFrameMissingBeforeOneThatBeginsACommit_ReportsDamage()
    {
        var (numbers, damages) = Replay([(0, false, 1), (null, false, 0), (2, false, 3)]);
        Assert.Equal([1, 3], numbers);
        Assert.Single(damages);
    }

    /// <summary>Writes a page for each frame, zeros where there is none, and reads the log.</summary>
    private (int[] Numbers, IReadOnlyList<LogDamage> Damages) Replay((int? Sequence, bool Continues, int Trace)[] frames)
    {
        using var file = new DiskFile(_directory.FullName, "log-0.lumen", FileMode.Create);
        file.SetLength(LogFile.FirstFrame * (frames.Length + 2));
        var pool = new ChunkPool(64 * 1024);
        for (var place = 0; place < frames.Length; place++)
        {
            if (frames[place].Sequence is { } sequence)
            {
                file.Write(Frame(pool, sequence, frames[place].Continues, frames[place].Trace), LogFile.FirstFrame * (place + 1));
            }
        }

        var replay = new LogReplay(file, Seed, pool);
        var windows = replay.Run(lastCommitted: 0);
        var numbers = Assert.Single(windows).Window.View.Committed.ToArray().Select(span => (int)span.TraceId.Low).ToArray();
        windows.ForEach(window => window.Window.Release());
        return (numbers, replay.Damages);
    }

    private static byte[] Frame(ChunkPool pool, int sequence, bool continues, int trace)
    {
        var window = new Window(1, 1, Seed, pool);
        using var batch = StoreUnderTest.Request(StoreUnderTest.SpanOf(trace)).ToBatch();
        if (continues)
        {
            // What is appended but not committed makes the next frame one that continues a commit.
            window.Append([batch], 1, Seed);
        }

        window.ContinueAt(sequence);
        var frame = window.Append([batch], 1, Seed).ToArray();
        window.Release();
        return frame;
    }
}
