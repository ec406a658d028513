using Lumen.Storage.Embedded.Windows;

namespace Lumen.Storage.Embedded.Snapshots;

/// <summary>
/// Everything that is stored, at one moment: windows as far as they were committed, and buckets. A span is in a window or in a bucket,
/// never in both or neither. It holds what it names until the last reader releases it.
/// </summary>
internal sealed class StoreSnapshot : Shared
{
    /// <summary>Makes a snapshot of things that are alive, and holds each.</summary>
    internal StoreSnapshot(IReadOnlyList<WindowView> windows)
    {
        Windows = windows;
        foreach (var view in windows)
        {
            Demand(view.Window.TryHold());
        }
    }

    /// <summary>The windows in memory, the oldest first.</summary>
    internal IReadOnlyList<WindowView> Windows { get; }

    /// <summary>The same with another view of one window, which is added if it is new.</summary>
    internal StoreSnapshot With(WindowView view) =>
        new([.. Windows.Where(other => other.Window.Number != view.Window.Number), view]);

    /// <inheritdoc/>
    protected override void Free()
    {
        foreach (var view in Windows)
        {
            view.Window.Release();
        }
    }

    private static void Demand(bool held)
    {
        if (!held)
        {
            throw new InvalidOperationException("A snapshot names something that is gone.");
        }
    }
}
