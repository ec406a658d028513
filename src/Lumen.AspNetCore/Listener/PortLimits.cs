using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Lumen.AspNetCore.Listener;

/// <summary>What the listener's options mean to the server of a port.</summary>
internal static class PortLimits
{
    /// <summary>How long a body may be slower than it must be.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    internal static void Apply(LumenOtlpListenerOptions options, KestrelServerLimits limits)
    {
        limits.MaxConcurrentConnections = options.MaxConnections;
        limits.KeepAliveTimeout = options.KeepAliveTimeout;
        limits.RequestHeadersTimeout = options.HeadersTimeout;
        limits.MinRequestBodyDataRate = options.MinBodyBytesPerSecond == 0
            ? null
            : new MinDataRate(options.MinBodyBytesPerSecond, Grace);
        limits.Http2.MaxStreamsPerConnection = options.MaxStreamsPerConnection;
        limits.Http2.InitialStreamWindowSize = options.StreamWindowBytes;
        limits.Http2.InitialConnectionWindowSize = options.ConnectionWindowBytes;
    }
}
