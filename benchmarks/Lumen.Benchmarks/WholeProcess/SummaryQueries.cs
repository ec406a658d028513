using System.Collections.Specialized;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Web;

namespace Lumen.Benchmarks.WholeProcess;

/// <summary>
/// Asks Lumen's own query API what the load generator asks the Jaeger API: the slow spans of a service, twenty traces at most. It answers
/// with summaries, as the page lists them, where the Jaeger API answers with every span of the traces.
/// </summary>
internal static class SummaryQueries
{
    /// <summary>What the answers are called in the table.</summary>
    public const string Kind = "query-api-service-min-duration";

    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(4);

    /// <param name="page">The address of the page.</param>
    /// <param name="example">The address of one of the load generator's searches by service and duration.</param>
    /// <returns>Median and 99th percentile in milliseconds.</returns>
    /// <exception cref="InvalidOperationException">An answer lacks what it must have.</exception>
    public static async Task<(double P50, double P99)> MeasureAsync(Uri page, Uri example)
    {
        using var client = new HttpClient { BaseAddress = page };
        var asked = HttpUtility.ParseQueryString(example.Query);
        var random = new Random(1);
        var times = new List<double>();
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) is var elapsed && elapsed < Warm + Measured)
        {
            var time = await AskAsync(client, asked, EndOfWindow(asked, random));
            if (elapsed > Warm)
            {
                times.Add(time);
            }
        }

        times.Sort();
        return (times[times.Count / 2], times[times.Count * 99 / 100]);
    }

    /// <summary>The end of a window: anywhere in the later half of the load.</summary>
    private static string EndOfWindow(NameValueCollection asked, Random random)
    {
        var (from, to) = (Time(asked["query.start_time_min"]), Time(asked["query.start_time_max"]));
        return (from + ((to - from) * (0.5 + (0.5 * random.NextDouble())))).ToString("O", CultureInfo.InvariantCulture);
    }

    private static DateTimeOffset Time(string? text) => DateTimeOffset.Parse(text!, CultureInfo.InvariantCulture);

    private static async Task<double> AskAsync(HttpClient client, NameValueCollection asked, string end)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await client.GetByteArrayAsync(new Uri(
            $"api/traces?service={asked["query.service_name"]}&minDuration={asked["query.duration_min"]}"
                + $"&from={asked["query.start_time_min"]}&to={Uri.EscapeDataString(end)}&limit=20",
            UriKind.Relative));
        var time = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.GetProperty("traces").GetArrayLength() > 0
            ? time
            : throw new InvalidOperationException($"A search until {end} did not find a trace.");
    }
}
