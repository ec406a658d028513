namespace Lumen.Analysis;

/// <summary>
/// Gives every span an identity of its own (D1): drops copies, numbers different spans that came under one id, and finds the clients and
/// servers that share one.
/// </summary>
internal static class RepeatedIds
{
    /// <summary>Enters every id into the table and every span into the columns, its interval repaired (D0).</summary>
    /// <returns>The number of spans whose id another one held already.</returns>
    internal static int Index(in SpanColumns columns, in SpanTable table)
    {
        var repeated = 0;
        for (var index = 0; index < columns.Spans.Length; index++)
        {
            ref readonly var span = ref columns.Spans[index];
            var isNegative = span.EndUnixNano < span.StartUnixNano;
            columns.Flags[index] = isNegative ? SpanFlags.NegativeDuration : SpanFlags.None;
            columns.Times[index] = new TimeInterval(span.StartUnixNano, isNegative ? span.StartUnixNano : span.EndUnixNano);
            columns.IsConsumer[index] = span.Kind == SpanKind.Consumer;
            repeated += table.FindOrAdd(span.Id, index) != index ? 1 : 0;
        }

        return repeated;
    }

    /// <summary>Settles the identity of all spans with a repeated id.</summary>
    internal static SharedIds Resolve(ref Arena arena, in SpanColumns columns, in SpanTable table, int repeated)
    {
        if (repeated == 0)
        {
            return default;
        }

        var members = Collect(ref arena, in columns, in table, repeated);
        KeyedSort.Sort(members, arena.Take<KeyedRow>(members.Length), new ContentOrder(columns));
        var shared = new SharedIds(ref arena, columns, members.Length);
        for (var start = 0; start < members.Length;)
        {
            var end = start + 1;
            while (end < members.Length && members[end].Key == members[start].Key)
            {
                end++;
            }

            ResolveGroup(members[start..end], in columns, in table, ref shared);
            start = end;
        }

        return shared;
    }

    /// <summary>All spans whose id came more than once, keyed by that id.</summary>
    private static Span<KeyedRow> Collect(ref Arena arena, in SpanColumns columns, in SpanTable table, int repeated)
    {
        var members = arena.Take<KeyedRow>(2 * repeated);
        var isCollected = arena.TakeZeroed<bool>(columns.Spans.Length);
        var count = 0;
        for (var index = 0; index < columns.Spans.Length; index++)
        {
            var id = columns.Spans[index].Id;
            var holder = table.Find(id);
            if (holder == index)
            {
                continue;
            }

            members[count++] = new KeyedRow(id.Value, index);
            if (!isCollected[holder])
            {
                isCollected[holder] = true;
                members[count++] = new KeyedRow(id.Value, holder);
            }
        }

        return members[..count];
    }

    private static void ResolveGroup(Span<KeyedRow> members, in SpanColumns columns, in SpanTable table, ref SharedIds shared)
    {
        var distinct = members[..DropCopies(members, in columns)];
        MoveFirstClientToFront(distinct, columns.Spans);
        var holder = distinct[0].Row;
        for (var place = 0; place < distinct.Length; place++)
        {
            columns.Number[distinct[place].Row] = place;
        }

        table.Replace(columns.Spans[holder].Id, holder);
        var further = distinct[1..];
        var servers = columns.Spans[holder].Kind == SpanKind.Client ? shared.Add(holder, further) : 0;
        columns.Flags[holder] |= (servers > 0 ? SpanFlags.SharedId : SpanFlags.None)
            | (servers < further.Length ? SpanFlags.DuplicateId : SpanFlags.None);
    }

    /// <summary>Moves the distinct spans of a sorted group to its front; returns how many there are.</summary>
    private static int DropCopies(Span<KeyedRow> members, in SpanColumns columns)
    {
        var order = new ContentOrder(columns);
        var distinct = 1;
        for (var next = 1; next < members.Length; next++)
        {
            var kept = members[distinct - 1].Row;
            if (order.Compare(kept, members[next].Row) == 0)
            {
                Absorb(in columns, kept, members[next].Row);
            }
            else
            {
                members[distinct++] = members[next];
            }
        }

        return distinct;
    }

    /// <summary>What copies may differ in must not depend on which of them came first.</summary>
    private static void Absorb(in SpanColumns columns, int kept, int copy)
    {
        columns.Parent[copy] = SpanColumns.Dropped;
        columns.Flags[kept] |= SpanFlags.Duplicate | columns.Flags[copy];
        columns.RemoteParents[kept] = (RemoteParent)Math.Max((byte)columns.RemoteParents[kept], (byte)columns.Spans[copy].RemoteParent);
    }

    private static void MoveFirstClientToFront(Span<KeyedRow> distinct, ReadOnlySpan<AnalysisSpan> spans)
    {
        var client = 0;
        while (client < distinct.Length && spans[distinct[client].Row].Kind != SpanKind.Client)
        {
            client++;
        }

        if (client < distinct.Length)
        {
            var first = distinct[client];
            distinct[..client].CopyTo(distinct[1..]);
            distinct[0] = first;
        }
    }
}
