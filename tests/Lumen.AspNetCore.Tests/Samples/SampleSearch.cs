using System.Text.Json;

namespace Lumen.AspNetCore.Tests.Samples;

/// <summary>Asks a running sample for traces until there is one: senders send when they see fit.</summary>
internal static class SampleSearch
{
    /// <summary>The summary of the first trace that a search finds.</summary>
    public static async Task<JsonElement> FirstAsync(HttpClient http, string search)
    {
        using var bound = new CancellationTokenSource(ServerSample.Bound);
        while (true)
        {
            var page = await http.GetStringAsync(new Uri(search, UriKind.Relative), bound.Token);
            var traces = JsonDocument.Parse(page).RootElement.GetProperty("traces");
            if (traces.GetArrayLength() > 0)
            {
                return traces[0];
            }

            await Task.Delay(100, bound.Token);
        }
    }
}
