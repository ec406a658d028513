using System.Net;
using Lumen.Samples;

namespace Lumen.Demo;

/// <summary>Where the demo listens: where it was told to, or beside it.</summary>
internal static class DemoAddress
{
    private const string Default = "http://127.0.0.1:5080";

    public static string Choose(IConfiguration configuration)
    {
        var wanted = new Uri(configuration["urls"]?.Split(';')[0] ?? Default);
        var port = FreePort.OrAnother(IPAddress.Loopback, wanted.Port);
        if (port != wanted.Port && wanted.Port != 0)
        {
            Console.WriteLine($"Port {wanted.Port} is taken by another program, so the demo listens on {port}.");
        }

        return $"http://{wanted.Host}:{port}";
    }
}
