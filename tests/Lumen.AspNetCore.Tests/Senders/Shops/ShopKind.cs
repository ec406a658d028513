namespace Lumen.AspNetCore.Tests.Senders.Shops;

/// <summary>What the shop is written in and instrumented by.</summary>
public enum ShopKind
{
    /// <summary>Node.js with its automatic instrumentation.</summary>
    Node,

    /// <summary>Java with the agent.</summary>
    Java,

    /// <summary>Python: Flask and requests, with their instrumentation.</summary>
    Python,
}
