using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Lumen.Benchmarks.Receiving;

/// <summary>What a receiving process has done so far, as it says itself to whoever connects to a port of its own.</summary>
/// <param name="Spans">Spans that reached the store.</param>
/// <param name="AllocatedBytes">Managed memory allocated since the process began.</param>
internal readonly record struct ReceivingCounts(long Spans, long AllocatedBytes)
{
    /// <summary>Answers until the process ends.</summary>
    /// <param name="spans">How many spans reached the store.</param>
    /// <returns>The port.</returns>
    public static int Serve(Func<long> spans)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = Task.Run(async () =>
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await using var writer = new StreamWriter(client.GetStream());
                await writer.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{spans()} {GC.GetTotalAllocatedBytes()}"));
            }
        });
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Asks.</summary>
    public static async Task<ReceivingCounts> ReadAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        using var reader = new StreamReader(client.GetStream());
        var numbers = (await reader.ReadToEndAsync()).Split(' ');
        return new ReceivingCounts(Number(numbers[0]), Number(numbers[1]));
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
