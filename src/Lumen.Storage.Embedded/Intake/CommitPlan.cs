using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Windows;

namespace Lumen.Storage.Embedded.Intake;

/// <summary>Which of the waiting batches go into the next commit, and in which frames. Used again for every commit.</summary>
internal sealed class CommitPlan(int windowMaxSpans, int frameMaxBytes)
{
    private readonly List<int> _frames = [];

    /// <summary>How many batches the commit takes.</summary>
    internal int BatchCount { get; private set; }

    /// <summary>How many batches each frame takes.</summary>
    internal IReadOnlyList<int> Frames => _frames;

    /// <summary>Where the last frame ends in the log.</summary>
    internal long End { get; private set; }

    /// <summary>
    /// Takes batches, in order, as long as the window has room for them (rule 1). A commit never spans windows, and an empty window takes
    /// at least one batch of any size (rule 3). A frame takes several batches as long as it fits in a chunk.
    /// </summary>
    internal void Make(ReadOnlySpan<SpanBatch> batches, ActiveWindow active)
    {
        _frames.Clear();
        BatchCount = 0;
        End = active.Position;
        var spans = (long)active.Window.Count;
        long payload = 0;
        var frameStart = active.Position;
        foreach (var batch in batches)
        {
            var single = Window.PayloadBytes([batch]);
            var joins = payload > 0 && Size(payload + single) <= frameMaxBytes;
            var start = joins ? frameStart : End;
            var end = start + Size(joins ? payload + single : single);
            spans += batch.Count;
            if ((spans > windowMaxSpans || !active.Log.HasRoomUntil(end)) && !(active.IsEmpty && BatchCount == 0))
            {
                return;
            }

            (frameStart, payload, End) = (start, joins ? payload + single : single, end);
            BatchCount++;
            if (joins)
            {
                _frames[^1]++;
            }
            else
            {
                _frames.Add(1);
            }
        }
    }

    private static long Size(long payload) => Frame.Align(Frame.HeaderSize + payload);
}
