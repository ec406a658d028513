using System.Net;
using System.Net.Sockets;

namespace Lumen.Samples;

/// <summary>A port to listen on, so that one that is taken keeps no sample from starting.</summary>
internal static class FreePort
{
    /// <summary>The wanted port, or a free one where another program has it.</summary>
    public static int OrAnother(IPAddress address, int wanted) => TryTake(address, wanted) ?? TryTake(address, 0) ?? wanted;

    private static int? TryTake(IPAddress address, int port)
    {
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
