using System.Collections.Immutable;
using System.Numerics;

namespace Lumen.Analysis;

/// <summary>Sums the times of a tree by operation and by service.</summary>
internal static class OperationTotals
{
    /// <summary>By operation, in the order of <see cref="TraceAnalysis.Operations"/>.</summary>
    internal static ImmutableArray<OperationTime> OfOperations(ref Arena arena, ReadOnlySpan<AnalyzedSpan> tree)
    {
        var totals = ImmutableArray.CreateBuilder<OperationTime>();
        var slots = arena.TakeZeroed<int>((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, 2L * tree.Length)));
        foreach (ref readonly var span in tree)
        {
            ref var slot = ref Slot(slots, totals, in span);
            if (slot == 0)
            {
                totals.Add(new OperationTime(span.Service, span.Name, 0, 0));
                slot = totals.Count;
            }

            var total = totals[slot - 1];
            totals[slot - 1] = total with
            {
                SelfNanos = Add(total.SelfNanos, span.SelfNanos),
                CriticalNanos = total.CriticalNanos + span.CriticalNanos,
            };
        }

        totals.Sort(static (left, right) => Compare(in left, in right));
        return totals.DrainToImmutable();
    }

    /// <summary>By service, in the order of <see cref="TraceAnalysis.Services"/>.</summary>
    internal static ImmutableArray<ServiceTime> OfServices(ImmutableArray<OperationTime> operations)
    {
        var totals = new Dictionary<string, ServiceTime>(StringComparer.Ordinal);
        foreach (var operation in operations)
        {
            totals.TryGetValue(operation.Service, out var total);
            totals[operation.Service] = new ServiceTime(
                operation.Service, Add(total.SelfNanos, operation.SelfNanos), total.CriticalNanos + operation.CriticalNanos);
        }

        var services = totals.Values.ToArray();
        Array.Sort(services, static (left, right) => Compare(in left, in right));
        return ImmutableArray.Create(services);
    }

    private static ref int Slot(Span<int> slots, ImmutableArray<OperationTime>.Builder totals, in AnalyzedSpan span)
    {
        var place = HashCode.Combine(span.Service, span.Name) & (slots.Length - 1);
        while (slots[place] != 0 && !IsOf(totals[slots[place] - 1], in span))
        {
            place = (place + 1) & (slots.Length - 1);
        }

        return ref slots[place];
    }

    private static bool IsOf(in OperationTime total, in AnalyzedSpan span) =>
        string.Equals(total.Name, span.Name, StringComparison.Ordinal)
        && string.Equals(total.Service, span.Service, StringComparison.Ordinal);

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

    private static ulong Add(ulong left, ulong right) => left > ulong.MaxValue - right ? ulong.MaxValue : left + right;
}
