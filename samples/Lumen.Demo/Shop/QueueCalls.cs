using System.Diagnostics;

namespace Lumen.Demo.Shop;

/// <summary>
/// A queue between the services. Who sends does not wait for who receives, so the receiver's work is a trace of its own; a link says where
/// the message came from.
/// </summary>
internal static class QueueCalls
{
    /// <summary>Puts a message into the queue.</summary>
    /// <returns>What travels in the message's headers.</returns>
    public static async Task<ActivityContext> SendAsync(this ShopService service, string queue, string message)
    {
        using var span = Begin(service, "send", queue, message, ActivityKind.Producer, links: []);
        await Task.Delay(3);
        return HttpCalls.AcrossTheWire(span);
    }

    /// <summary>Takes a message out of the queue and works on it.</summary>
    public static async Task ProcessAsync(this ShopService service, string queue, string message, ActivityContext sender, Func<Task> work)
    {
        Activity.Current = null;
        using var span = Begin(service, "process", queue, message, ActivityKind.Consumer, [new ActivityLink(sender)]);
        await work();
    }

    private static Activity Begin(
        ShopService service, string operation, string queue, string message, ActivityKind kind, IEnumerable<ActivityLink> links) =>
        service.Start($"{operation} {queue}", kind, links: links)
            .SetTag("messaging.system", "kafka")
            .SetTag("messaging.operation.name", operation)
            .SetTag("messaging.operation.type", operation)
            .SetTag("messaging.destination.name", queue)
            .SetTag("messaging.message.id", message);
}
