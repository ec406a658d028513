namespace Lumen.Analysis;

/// <summary>What the analysis reads out of a stored span.</summary>
internal static class SpanFacts
{
    /// <summary>SPAN_FLAGS_CONTEXT_HAS_IS_REMOTE_MASK and SPAN_FLAGS_CONTEXT_IS_REMOTE_MASK of OTLP.</summary>
    private const uint RemoteParentIsKnown = 1 << 8;
    private const uint RemoteParentIsSet = 1 << 9;

    /// <summary>The attributes that name a host, best first.</summary>
    private static readonly string[] HostKeys = ["host.id", "host.ip", "host.name"];

    internal static RemoteParent RemoteParentOf(uint flags) => (flags & (RemoteParentIsKnown | RemoteParentIsSet)) switch
    {
        RemoteParentIsKnown => RemoteParent.Local,
        RemoteParentIsKnown | RemoteParentIsSet => RemoteParent.Remote,
        _ => RemoteParent.Unknown,
    };

    internal static string? HostOf(Resource resource)
    {
        foreach (var key in HostKeys)
        {
            if (TextOf(resource.Attributes, key) is { Length: > 0 } host)
            {
                return host;
            }
        }

        return null;
    }

    internal static AnalysisLink[]? LinksOf(Span span)
    {
        var targets = span.ReadLinkTargets();
        return targets.Count == 0 ? null : [.. targets.Select(target => new AnalysisLink(target.TraceId, target.SpanId))];
    }

    /// <summary>A text value, or the first text of a list. Keys may repeat; the last one is meant.</summary>
    private static string? TextOf(IReadOnlyList<KeyValue> attributes, string key)
    {
        for (var attribute = attributes.Count - 1; attribute >= 0; attribute--)
        {
            if (attributes[attribute].Key == key)
            {
                var value = attributes[attribute].Value;
                return value.AsString ?? (value.AsArray is { Count: > 0 } list ? list[0].AsString : null);
            }
        }

        return null;
    }
}
