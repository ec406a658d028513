using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Lumen.Analysis;

/// <summary>Sums the times of a tree by operation and by service.</summary>
internal static class TimeTotals
{
    /// <summary>By operation, in the order of <see cref="TraceAnalysis.Operations"/>.</summary>
    internal static ImmutableArray<OperationTime> OfOperations(ref Arena arena, ReadOnlySpan<AnalyzedSpan> tree)
    {
        var table = new OperationTable(ref arena, tree);
        for (var row = 0; row < tree.Length; row++)
        {
            table.Add(row);
        }

        var totals = table.ToArray();
        Array.Sort(totals, static (left, right) => Compare(in left, in right));
        return ImmutableCollectionsMarshal.AsImmutableArray(totals);
    }

    /// <summary>By service, in the order of <see cref="TraceAnalysis.Services"/>.</summary>
    internal static ImmutableArray<ServiceTime> OfServices(ImmutableArray<OperationTime> operations)
    {
        var totals = new ServiceTime[operations.Length];
        for (var index = 0; index < totals.Length; index++)
        {
            totals[index] = new ServiceTime(operations[index].Service, operations[index].SelfNanos, operations[index].CriticalNanos);
        }

        Array.Sort(totals, static (left, right) => string.CompareOrdinal(left.Service, right.Service));
        totals = totals[..AddNeighbours(totals)];
        Array.Sort(totals, static (left, right) => Compare(in left, in right));
        return ImmutableCollectionsMarshal.AsImmutableArray(totals);
    }

    /// <summary>A sum that stops at the greatest value.</summary>
    internal static ulong Add(ulong left, ulong right) => left > ulong.MaxValue - right ? ulong.MaxValue : left + right;

    /// <summary>Adds up entries of one service that stand side by side; returns how many services there are.</summary>
    private static int AddNeighbours(ServiceTime[] totals)
    {
        var count = 0;
        foreach (var (service, self, critical) in totals)
        {
            if (count > 0 && string.Equals(totals[count - 1].Service, service, StringComparison.Ordinal))
            {
                var total = totals[count - 1];
                totals[count - 1] = new ServiceTime(service, Add(total.SelfNanos, self), total.CriticalNanos + critical);
            }
            else
            {
                totals[count++] = new ServiceTime(service, self, critical);
            }
        }

        return count;
    }

    private static int Compare(in OperationTime left, in OperationTime right)
    {
        var order = right.CriticalNanos.CompareTo(left.CriticalNanos);
        order = order != 0 ? order : right.SelfNanos.CompareTo(left.SelfNanos);
        order = order != 0 ? order : string.CompareOrdinal(left.Service, right.Service);
        return order != 0 ? order : string.CompareOrdinal(left.Name, right.Name);
    }

    private static int Compare(in ServiceTime left, in ServiceTime right)
    {
        var order = right.CriticalNanos.CompareTo(left.CriticalNanos);
        order = order != 0 ? order : right.SelfNanos.CompareTo(left.SelfNanos);
        return order != 0 ? order : string.CompareOrdinal(left.Service, right.Service);
    }
}
