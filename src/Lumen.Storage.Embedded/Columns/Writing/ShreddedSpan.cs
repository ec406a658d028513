using System.Runtime.CompilerServices;

namespace Lumen.Storage.Embedded.Columns.Writing;

/// <summary>A span as operations and values, which are numbers in a <see cref="ValueTable"/>. Used again for every span.</summary>
internal sealed class ShreddedSpan
{
    private FieldOperation[] _operations = new FieldOperation[64];
    private int[] _values = new int[64];

    internal int OperationCount { get; private set; }

    internal int ValueCount { get; private set; }

    internal ReadOnlySpan<FieldOperation> Operations => _operations.AsSpan(0, OperationCount);

    /// <summary>The values of the operations that have one, in their order.</summary>
    internal ReadOnlySpan<int> Values => _values.AsSpan(0, ValueCount);

    internal void Clear() => (OperationCount, ValueCount) = (0, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(FieldOperation operation)
    {
        if (OperationCount == _operations.Length)
        {
            Array.Resize(ref _operations, OperationCount * 2);
        }

        _operations[OperationCount++] = operation;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(FieldOperation operation, int value)
    {
        Add(operation);
        if (ValueCount == _values.Length)
        {
            Array.Resize(ref _values, ValueCount * 2);
        }

        _values[ValueCount++] = value;
    }
}
