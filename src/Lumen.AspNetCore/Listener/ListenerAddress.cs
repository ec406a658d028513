using System.Net;

namespace Lumen.AspNetCore.Listener;

/// <summary>Reads <see cref="LumenOtlpListenerOptions.Address"/>.</summary>
internal static class ListenerAddress
{
    /// <summary>Reads an address.</summary>
    /// <param name="text">An IP address, <c>localhost</c>, or <c>*</c>.</param>
    /// <returns>The address; null if it is none.</returns>
    public static IPAddress? Parse(string? text) => text switch
    {
        "localhost" => IPAddress.Loopback,
        "*" or "+" => IPAddress.IPv6Any,
        _ => IPAddress.TryParse(text, out var address) ? address : null,
    };
}
