using System.Net;
using System.Net.Sockets;

namespace Lumen.Samples;

/// <summary>A port to listen on, so that one that is taken keeps no sample from starting.</summary>
internal static class FreePort
{
    /// <summary>The wanted port, or a free one where another program has it.</summary>
    public static int OrAnother(IPAddress address, int wanted) => TryTake(address, wanted) ?? TryTake(address, 0) ?? wanted;

    /// <summary>Waits while another program has the wanted port, as an earlier process may for a moment, but not for ever.</summary>
    /// <param name="address">Where to listen.</param>
    /// <param name="wanted">The port; 0 for one that is free.</param>
    /// <param name="longest">How long to wait.</param>
    /// <returns>The port, whether or not it is free now.</returns>
    public static async Task<int> WaitForAsync(IPAddress address, int wanted, TimeSpan longest)
    {
        var begin = TimeProvider.System.GetTimestamp();
        var isTold = false;
        while (TryTake(address, wanted, out var taken) is var error && error != SocketError.Success)
        {
            if (error != SocketError.AddressAlreadyInUse || TimeProvider.System.GetElapsedTime(begin) >= longest)
            {
                return taken;
            }

            if (!isTold)
            {
                Console.WriteLine($"Port {wanted} is taken by another program: waiting for it, {longest.TotalSeconds:0} s at most.");
                isTold = true;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250));
        }

        return wanted == 0 ? OrAnother(address, 0) : wanted;
    }

    private static int? TryTake(IPAddress address, int port) =>
        TryTake(address, port, out var taken) == SocketError.Success ? taken : null;

    private static SocketError TryTake(IPAddress address, int port, out int taken)
    {
        using var listener = new TcpListener(address, port);
        taken = port;
        try
        {
            listener.Start();
            taken = ((IPEndPoint)listener.LocalEndpoint).Port;
            return SocketError.Success;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode;
        }
    }
}
