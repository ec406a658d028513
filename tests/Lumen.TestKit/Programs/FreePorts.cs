using System.Net;
using System.Net.Sockets;

namespace Lumen.TestKit.Programs;

/// <summary>Ports of the loopback address that nobody uses just now, for programs that must be told theirs before they start.</summary>
public static class FreePorts
{
    /// <summary>Finds ports that are free, all different.</summary>
    /// <param name="count">How many.</param>
    public static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }
}
