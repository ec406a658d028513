namespace Lumen.Analysis;

/// <summary>Whether a parent waits for a child (D3).</summary>
internal static class Blocking
{
    /// <summary>
    /// Nobody waits for a consumer that a producer handed a message to, or that runs in another process. Other kinds are waited for.
    /// </summary>
    internal static bool Waits(in SpanColumns columns, int parent, int child) =>
        !columns.IsConsumer[child]
        || (columns.Spans[parent].Kind != SpanKind.Producer && !IsRemote(in columns, parent, child));

    /// <summary>Whether the answer of <see cref="Waits"/> rests on nothing but different services.</summary>
    internal static bool IsGuess(in SpanColumns columns, int parent, int child) =>
        columns.IsConsumer[child]
        && columns.Spans[parent].Kind != SpanKind.Producer
        && columns.RemoteParentOf(child) == RemoteParent.Unknown
        && IsRemote(in columns, parent, child);

    private static bool IsRemote(in SpanColumns columns, int parent, int child) => columns.RemoteParentOf(child) switch
    {
        RemoteParent.Remote => true,
        RemoteParent.Local => false,
        _ => !string.Equals(columns.Spans[parent].Service, columns.Spans[child].Service, StringComparison.Ordinal),
    };
}
