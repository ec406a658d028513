using Lumen.Storage.Embedded.Logs;
using Lumen.Storage.Embedded.Windows;

namespace Lumen.Storage.Embedded.Intake;

/// <summary>The window that takes spans now, and the log file that makes them durable.</summary>
internal sealed class ActiveWindow(Window window, LogFile log, long position)
{
    internal Window Window { get; } = window;

    internal LogFile Log { get; } = log;

    /// <summary>Where the next frame goes.</summary>
    internal long Position { get; private set; } = position;

    /// <summary>Whether nothing has been acknowledged in it.</summary>
    internal bool IsEmpty => Window.View.Count == 0;

    /// <summary>Copies batches into a frame and writes it to the log.</summary>
    internal void Write(ReadOnlySpan<SpanBatch> batches, long arrival, long seed)
    {
        var frame = Window.Append(batches, arrival, seed);
        Log.Write(frame, Position);
        Position += frame.Length;
    }
}
