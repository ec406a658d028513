using System.Runtime.InteropServices;
using Lumen.Storage.Embedded.Columns.Shapes;

namespace Lumen.Storage.Embedded.Columns;

/// <summary>
/// The latest values of the spans of a shape and an operation in a block, which the next such span mostly repeats. Writer and reader keep
/// the same. Not thread-safe.
/// </summary>
internal sealed class ValueContexts
{
    private readonly Dictionary<(int Shape, int Operation), ValueContext> _contexts = [];
    private readonly Dictionary<int, ValueContext> _latest = [];
    private int[] _values = new int[1024];
    private int _used;

    /// <summary>Begins a block.</summary>
    internal void Clear()
    {
        _contexts.Clear();
        _latest.Clear();
        _used = 0;
    }

    /// <summary>The context of the latest span of an operation that has a shape.</summary>
    internal bool TryGetLatest(int operation, out ValueContext context) => _latest.TryGetValue(operation, out context);

    /// <summary>The context of a shape and an operation, which becomes the latest of the operation.</summary>
    internal ValueContext Enter(int shape, int operation, int valueCount)
    {
        ref var context = ref CollectionsMarshal.GetValueRefOrAddDefault(_contexts, (shape, operation), out var isKnown);
        if (!isKnown)
        {
            if (_values.Length - _used < valueCount)
            {
                Array.Resize(ref _values, Math.Max(_values.Length * 2, _used + valueCount));
            }

            context = new ValueContext(shape, _used, valueCount);
            _values.AsSpan(_used, valueCount).Clear();
            _used += valueCount;
        }

        _latest[operation] = context;
        return context;
    }

    /// <summary>For each value of a context its number plus 1; 0 if there is none yet. Valid until another context is made.</summary>
    internal Span<int> ValuesOf(ValueContext context) => _values.AsSpan(context.Start, context.Count);
}

/// <summary>Where the values of a context are.</summary>
/// <param name="Shape">The shape of its spans.</param>
/// <param name="Start">Where its values begin.</param>
/// <param name="Count">How many they are.</param>
internal readonly record struct ValueContext(int Shape, int Start, int Count);
