using System.IO.Hashing;

namespace Lumen.Storage.Embedded.Windows;

/// <summary>
/// Finds copies among the spans of a trace: the same bytes, resource and scope (rule 17). Used again for every trace. Not thread-safe.
/// </summary>
internal sealed class CopyFilter(long seed)
{
    /// <summary>Up to here, comparing a span with each of the others is cheaper than a table.</summary>
    private const int FewSpans = 24;

    private readonly List<int> _kept = [];
    private readonly Dictionary<ulong, int> _byContent = [];
    private WindowView _window = null!;
    private bool _areFew;

    /// <summary>Turns to the spans of another trace.</summary>
    /// <param name="window">The window they are in.</param>
    /// <param name="expected">How many there are.</param>
    internal void Begin(WindowView window, int expected)
    {
        _window = window;
        _areFew = expected <= FewSpans;
        _kept.Clear();
        _byContent.Clear();
    }

    /// <summary>Keeps a span unless it is a copy of one that is kept.</summary>
    /// <param name="span">Its position in the window.</param>
    internal bool TryKeep(int span)
    {
        if (!_areFew)
        {
            var content = ContentHash(span);
            return _byContent.TryAdd(content, span) || !IsCopy(span, _byContent[content]);
        }

        foreach (var other in _kept)
        {
            if (_window.Spans[other].SpanId == _window.Spans[span].SpanId && IsCopy(span, other))
            {
                return false;
            }
        }

        _kept.Add(span);
        return true;
    }

    /// <summary>A window numbers equal resources and scopes alike; name and kind are in the bytes.</summary>
    private bool IsCopy(int left, int right) =>
        _window.Spans[left].Origin == _window.Spans[right].Origin
        && _window.BytesOf(_window.Spans[left]).SequenceEqual(_window.BytesOf(_window.Spans[right]));

    private ulong ContentHash(int span) =>
        XxHash3.HashToUInt64(_window.BytesOf(_window.Spans[span]), seed + _window.Spans[span].Origin);
}
