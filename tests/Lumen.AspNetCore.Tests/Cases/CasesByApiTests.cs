using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Cases;

/// <summary>
/// The acceptance cases through the whole of Lumen: sent as OTLP to a host on the embedded store, each under a trace id of its own, and
/// read back from the query API.
/// </summary>
public sealed class CasesByApiTests(StoringHost host) : IClassFixture<StoringHost>
{
    private static readonly ulong[] Shifts = [0, SpanBuilder.Epoch];

    /// <summary>The second number keeps a case from being left out without notice.</summary>
    [Theory]
    [InlineData("crisp", 88)]
    [InlineData("datadog-sublayers", 6)]
    [InlineData("jaeger-adjusters", 2)]
    [InlineData("jaeger-go", 18)]
    [InlineData("jaeger-ui", 45)]
    [InlineData("kibana", 5)]
    [InlineData("lumen-blog", 14)]
    [InlineData("sentry-relay", 7)]
    [InlineData("zipkin-tree", 10)]
    public async Task Trace_CaseSentAsOtlp_GivesTheRecommendedAnswer(string folder, int count)
    {
        var cases = Read(folder).Where(item => item.Document["recommended"] is not null).ToList();
        Assert.Equal(count, cases.Count);
        foreach (var (name, document) in cases)
        {
            foreach (var shift in Shifts)
            {
                var id = await SendAsync(name, document, shift);
                var recommended = document["recommended"]!.AsObject();
                var answer = await AskAsync(id, "minGap=1ns", shift);
                AssertQuantities(name, recommended.Where(entry => entry.Key != "withThetaZero"), answer);
                if (document["recommendedTraceGaps"] is { } gaps)
                {
                    AssertQuantities(name, [KeyValuePair.Create("traceGaps", (JsonNode?)gaps)], answer);
                }

                if (recommended["withThetaZero"] is JsonObject strict)
                {
                    AssertQuantities(name, strict, await AskAsync(id, "minGap=1ns&tolerance=0", shift));
                }
            }
        }
    }

    private static IEnumerable<(string Name, JsonObject Document)> Read(string folder) =>
        Directory.EnumerateFiles(Require.Shared("cases", folder), "*.json").Order(StringComparer.Ordinal)
            .Select(path => ($"{folder}/{Path.GetFileNameWithoutExtension(path)}", JsonNode.Parse(File.ReadAllBytes(path))!.AsObject()));

    private async Task<string> SendAsync(string name, JsonObject document, ulong shift)
    {
        var id = CaseRequest.TraceIdOf(name, shift);
        using var body = new StringContent(CaseRequest.Of(document["spans"]!.AsArray(), id, shift), Encoding.UTF8, "application/json");
        using var response = await host.Client.PostAsync("/lumen/v1/traces", body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        // Full success: nothing was rejected and nothing was changed.
        Assert.Equal("{}", await response.Content.ReadAsStringAsync());
        return id;
    }

    private async Task<ApiAnswer> AskAsync(string id, string query, ulong shift)
    {
        using var response = await host.Client.GetAsync($"/lumen/api/traces/{id}?{query}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var trace = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.True((bool)trace["complete"]!);
        return new ApiAnswer(trace["analysis"]!.AsObject(), shift);
    }

    private static void AssertQuantities(string name, IEnumerable<KeyValuePair<string, JsonNode?>> quantities, ApiAnswer answer)
    {
        foreach (var (quantity, value) in quantities)
        {
            var wanted = quantity == "flags" ? ApiAnswer.Flags(value!.AsObject()) : value;
            var given = answer.Quantity(quantity);
            var message = $"{name}: {quantity} is {given?.ToJsonString()}, not {wanted?.ToJsonString()}.";
            Assert.True(JsonNode.DeepEquals(wanted, given), message);
        }
    }
}
