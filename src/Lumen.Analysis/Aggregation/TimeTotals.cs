using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Lumen.Analysis;

/// <summary>The times of a tree by operation and by service.</summary>
internal readonly struct TimeTotals
{
    internal TimeTotals(ref Arena arena, ReadOnlySpan<AnalyzedSpan> tree)
    {
        var operations = SumOperations(ref arena, tree);
        var services = SumServices(ref arena, tree, operations);
        Operations = ToOperations(operations, tree);
        Services = ToServices(services, tree);
    }

    /// <summary>In the order of <see cref="TraceAnalysis.Operations"/>.</summary>
    internal ImmutableArray<OperationTime> Operations { get; }

    /// <summary>In the order of <see cref="TraceAnalysis.Services"/>.</summary>
    internal ImmutableArray<ServiceTime> Services { get; }

    private static ReadOnlySpan<Total> SumOperations(ref Arena arena, ReadOnlySpan<AnalyzedSpan> tree)
    {
        var table = new TotalsTable(ref arena, tree, isByName: true);
        for (var row = 0; row < tree.Length; row++)
        {
            table.Add(row, tree[row].SelfNanos, tree[row].CriticalNanos);
        }

        return table.ToSorted();
    }

    private static ReadOnlySpan<Total> SumServices(ref Arena arena, ReadOnlySpan<AnalyzedSpan> tree, ReadOnlySpan<Total> operations)
    {
        var table = new TotalsTable(ref arena, tree, isByName: false);
        foreach (ref readonly var operation in operations)
        {
            table.Add(operation.Row - 1, operation.SelfNanos, operation.CriticalNanos);
        }

        return table.ToSorted();
    }

    private static ImmutableArray<OperationTime> ToOperations(ReadOnlySpan<Total> totals, ReadOnlySpan<AnalyzedSpan> tree)
    {
        var times = new OperationTime[totals.Length];
        for (var index = 0; index < times.Length; index++)
        {
            ref readonly var total = ref totals[index];
            ref readonly var span = ref tree[total.Row - 1];
            times[index] = new OperationTime(span.Service, span.Name, total.SelfNanos, total.CriticalNanos);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(times);
    }

    private static ImmutableArray<ServiceTime> ToServices(ReadOnlySpan<Total> totals, ReadOnlySpan<AnalyzedSpan> tree)
    {
        var times = new ServiceTime[totals.Length];
        for (var index = 0; index < times.Length; index++)
        {
            times[index] = new ServiceTime(tree[totals[index].Row - 1].Service, totals[index].SelfNanos, totals[index].CriticalNanos);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(times);
    }
}
