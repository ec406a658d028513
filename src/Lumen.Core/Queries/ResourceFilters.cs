namespace Lumen.Queries;

/// <summary>The filters of daily work as predicates: each asks for the key of today's conventions and for those of older ones.</summary>
public static class ResourceFilters
{
    /// <summary>The namespace of the service: <c>service.namespace</c>.</summary>
    /// <param name="value">The value, case-sensitive.</param>
    public static SpanPredicate Namespace(string value) => OneOfKeys(value, "service.namespace");

    /// <summary>
    /// Where the service is deployed: <c>deployment.environment.name</c>, and <c>deployment.environment</c> as it was before.
    /// </summary>
    /// <param name="value">The value, case-sensitive.</param>
    public static SpanPredicate Environment(string value) => OneOfKeys(value, "deployment.environment.name", "deployment.environment");

    /// <summary>The version of the service: <c>service.version</c>.</summary>
    /// <param name="value">The value, case-sensitive.</param>
    public static SpanPredicate Version(string value) => OneOfKeys(value, "service.version");

    /// <summary>The instance of the service: <c>service.instance.id</c>.</summary>
    /// <param name="value">The value, case-sensitive.</param>
    public static SpanPredicate Instance(string value) => OneOfKeys(value, "service.instance.id");

    /// <summary>The host: <c>host.name</c>, and <c>host.hostname</c> as it was before.</summary>
    /// <param name="value">The value, case-sensitive.</param>
    public static SpanPredicate Host(string value) => OneOfKeys(value, "host.name", "host.hostname");

    private static SpanPredicate OneOfKeys(string value, params ReadOnlySpan<string> keys)
    {
        var conditions = new List<SpanPredicate>();
        foreach (var key in keys)
        {
            conditions.Add(SpanCondition.Attribute(AttributeLevel.Resource, key, value));
        }

        return SpanPredicate.Any(conditions);
    }
}
