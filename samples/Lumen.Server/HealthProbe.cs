using System.Net;

namespace Lumen.Server;

/// <summary>
/// <c>Lumen.Server --health</c> asks the server that runs with the same settings how it is, for container images that hold no other client.
/// </summary>
internal static class HealthProbe
{
    public static async Task<int> RunAsync()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            var options = ServerOptions.Read(configuration);
            var isAny = options.Address.Equals(IPAddress.Any) || options.Address.Equals(IPAddress.IPv6Any);
            var address = new UriBuilder("http", isAny ? "127.0.0.1" : options.Address.ToString(), options.HttpPort, "api/health").Uri;
            using var answer = await client.GetAsync(address);
            Console.WriteLine(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            Console.WriteLine(exception.Message);
            return 1;
        }
    }
}
