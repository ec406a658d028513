namespace Lumen.Analysis;

/// <summary>
/// Clients and servers that share a span id (D1): each server is a child of the client, and who names the id as parent belongs to the
/// server of its own service.
/// </summary>
internal ref struct SharedIds
{
    private readonly SpanColumns _columns;
    private readonly Span<int> _groupOf;
    private readonly Span<Group> _groups;
    private readonly Span<KeyedRow> _servers;
    private readonly Span<KeyedRow> _scratch;
    private int _groupCount;
    private int _serverCount;

    /// <param name="arena">Where memory is taken from.</param>
    /// <param name="columns">The spans.</param>
    /// <param name="members">The number of spans with a repeated id.</param>
    internal SharedIds(ref Arena arena, SpanColumns columns, int members)
    {
        _columns = columns;
        _groupOf = arena.TakeZeroed<int>(columns.Spans.Length);
        _groups = arena.Take<Group>(members);
        _servers = arena.Take<KeyedRow>(members);
        _scratch = arena.Take<KeyedRow>(members);
    }

    /// <summary>Makes the servers among the further spans of a client's id children of the client.</summary>
    /// <returns>The number of servers.</returns>
    internal int Add(int client, ReadOnlySpan<KeyedRow> further)
    {
        var servers = _servers[_serverCount..];
        var count = 0;
        foreach (var member in further)
        {
            if (_columns.Spans[member.Row].Kind == SpanKind.Server)
            {
                _columns.Parent[member.Row] = client;
                servers[count++] = new KeyedRow(0, member.Row);
            }
        }

        if (count > 0)
        {
            var first = servers[0].Row;
            KeyedSort.Sort(servers[..count], _scratch, new ServiceOrder(_columns));
            _groups[_groupCount++] = new Group(client, first, _serverCount, count);
            _groupOf[client] = _groupCount;
            _serverCount += count;
        }

        return count;
    }

    /// <summary>The parent of a span that names the id of <paramref name="holder"/>.</summary>
    internal readonly int ParentOf(int holder, string service)
    {
        if (_groupOf.IsEmpty || _groupOf[holder] == 0)
        {
            return holder;
        }

        var group = _groups[_groupOf[holder] - 1];
        var server = FirstOfService(_servers.Slice(group.Offset, group.Count), service);
        if (server >= 0)
        {
            return server;
        }

        return string.Equals(_columns.Spans[group.Client].Service, service, StringComparison.Ordinal) ? group.Client : group.FirstServer;
    }

    /// <summary>A binary search, because a hostile sender can share one id among all spans.</summary>
    private readonly int FirstOfService(ReadOnlySpan<KeyedRow> servers, string service)
    {
        int low = 0, high = servers.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(_columns.Spans[servers[middle].Row].Service, service) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        var found = low < servers.Length && string.Equals(_columns.Spans[servers[low].Row].Service, service, StringComparison.Ordinal);
        return found ? servers[low].Row : -1;
    }

    private readonly record struct Group(int Client, int FirstServer, int Offset, int Count);

    private readonly ref struct ServiceOrder(SpanColumns columns) : ITieOrder
    {
        private readonly SpanColumns _columns = columns;

        public bool Precedes(int left, int right)
        {
            var order = string.CompareOrdinal(_columns.Spans[left].Service, _columns.Spans[right].Service);
            return order != 0 ? order < 0 : _columns.Number[left] < _columns.Number[right];
        }
    }
}
