using System.Diagnostics;

namespace Lumen.Demo.Shop;

/// <summary>Queries to a database that sends no spans of its own.</summary>
internal static class DatabaseCalls
{
    public static async Task QueryAsync(this ShopService service, string table, string query, int milliseconds)
    {
        var operation = query[..query.IndexOf(' ', StringComparison.Ordinal)];
        using var span = service.Start($"{operation} {table}", ActivityKind.Client);
        span.SetTag("db.system.name", "postgresql")
            .SetTag("db.namespace", service.Name)
            .SetTag("db.collection.name", table)
            .SetTag("db.operation.name", operation)
            .SetTag("db.query.text", query)
            .SetTag("server.address", $"{service.Name}-db.shop.internal")
            .SetTag("server.port", 5432);
        await Task.Delay(milliseconds);
    }
}
