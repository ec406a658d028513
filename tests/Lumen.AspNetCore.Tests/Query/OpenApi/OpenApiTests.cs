using System.Net;
using System.Text.Json;
using Lumen.AspNetCore.Tests.Hosting;
using Lumen.Ledger;
using Lumen.TestKit;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Tests.Query.OpenApi;

public sealed class OpenApiTests
{
    private const string Api = "/lumen/api";
    private const string Trace = "0123456789abcdeffedcba9876543210";

    /// <summary>An address for every described path, with a trace whose spans are odd in every way the schemas speak of.</summary>
    public static TheoryData<string, string> Addresses => new()
    {
        { "/services", "/services" },
        { "/operations", "/operations?service=shop" },
        { "/attributes", "/attributes?limit=1000&from=0" },
        { "/attributes/{key}/values", "/attributes/service.name/values?from=0" },
        { "/traces", "/traces?explain=true&limit=1" },
        { "/traces/{id}", $"/traces/{Trace}?minGap=1ns&tolerance=0.02" },
        { "/traces/{id}", $"/traces/{Trace}?format=otlp" },
        { "/traces/{id}/outline", $"/traces/{Trace}/outline?minGap=1ns" },
        { "/traces/{id}/spans/{key}", $"/traces/{Trace}/spans/1122334455667788" },
        { "/health", "/health" },
        { "/metrics", "/metrics" },
        { "/openapi.json", "/openapi.json" },
    };

    [Fact]
    public async Task Document_Paths_AreTheMappedRoutes()
    {
        await using var host = await LumenHost.StartAsync();
        var document = await host.JsonAsync($"{Api}/openapi.json");
        var mapped = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.RawText!)
            .Where(pattern => pattern.StartsWith($"{Api}/", StringComparison.Ordinal) && !pattern.Contains("{**", StringComparison.Ordinal))
            .Select(pattern => pattern[Api.Length..])
            .Distinct();
        Assert.Equal(mapped.Order(StringComparer.Ordinal), Paths(document).Select(path => path.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Document_EveryPath_IsAskedByThisTest()
    {
        await using var host = await LumenHost.StartAsync();
        var document = await host.JsonAsync($"{Api}/openapi.json");
        Assert.Equal(
            Paths(document).Where(IsQuery).Select(path => path.Name).ToHashSet(StringComparer.Ordinal),
            Addresses.Select(row => row.Data.Item1).ToHashSet(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Answer_OfEveryPath_IsAsDescribed(string path, string address)
    {
        await using var host = await LumenHost.StartAsync();
        Fill(host);
        var document = await host.JsonAsync($"{Api}/openapi.json");
        using var response = await host.Client.GetAsync($"{Api}{address}");
        var body = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        var described = document.GetProperty("paths").GetProperty(path).GetProperty("get").GetProperty("responses")
            .GetProperty($"{(int)response.StatusCode}");
        var schema = described.GetProperty("content").GetProperty("application/json").GetProperty("schema");
        Assert.Empty(SchemaCheck.Violations(document, schema, body));
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Parameters_OfEveryPath_AreThoseTheServerKnows(string path, string address)
    {
        // Health takes anything, as probes do; the document itself has nothing to be asked.
        if (path is "/health" or "/openapi.json")
        {
            return;
        }

        await using var host = await LumenHost.StartAsync();
        Fill(host);
        var document = await host.JsonAsync($"{Api}/openapi.json");
        var separator = address.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var refusal = await host.RefusalAsync($"{Api}{address}{separator}zz=1", HttpStatusCode.BadRequest);
        var described = string.Join(", ", QueryParameters(document, path).Order(StringComparer.Ordinal));
        var taken = described.Length == 0 ? "takes none." : $"takes: {described}.";
        Assert.EndsWith($"this address {taken}", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_OfAnyKind_IsAsDescribed()
    {
        await using var host = await LumenHost.StartAsync();
        var document = await host.JsonAsync($"{Api}/openapi.json");
        var problem = document.GetProperty("components").GetProperty("schemas").GetProperty("Problem");
        var refusal = await host.JsonAsync($"{Api}/traces?limit=0", HttpStatusCode.BadRequest);
        Assert.Empty(SchemaCheck.Violations(document, problem, refusal));
        Assert.NotEmpty(SchemaCheck.Violations(document, problem, JsonElement.Parse("""{"type":1,"other":2}""")));
    }

    [Fact]
    public async Task Routes_OfAllOfLumen_StayOutOfTheHostsOwnDocument()
    {
        await using var host = await LumenHost.StartAsync();
        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints;
        Assert.NotEmpty(endpoints);
        Assert.All(endpoints, endpoint => Assert.True(
            endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>()?.ExcludeFromDescription, endpoint.DisplayName));
    }

    private static JsonElement.ObjectEnumerator Paths(JsonElement document) => document.GetProperty("paths").EnumerateObject();

    /// <summary>Administration has tests of its own.</summary>
    private static bool IsQuery(JsonProperty path) => path.Value.TryGetProperty("get", out var get)
        && get.GetProperty("tags").EnumerateArray().All(tag => tag.GetString() != "administration");

    private static IEnumerable<string> QueryParameters(JsonElement document, string path)
    {
        var operation = document.GetProperty("paths").GetProperty(path).GetProperty("get");
        return operation.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray()
                .Select(parameter => parameter.TryGetProperty("$ref", out var reference)
                    ? document.GetProperty("components").GetProperty("parameters").GetProperty(reference.GetString()!.Split('/')[^1])
                    : parameter)
                .Where(parameter => parameter.GetProperty("in").GetString() == "query")
                .Select(parameter => parameter.GetProperty("name").GetString()!)
            : [];
    }

    private static void Fill(LumenHost host)
    {
        var random = new RandomOtlp(20260131);
        var root = new SpanBuilder();
        host.Shelf.Add("shop", root, root with { Name = "the same id again" }, root with { SpanId = new(2), ParentId = new(77) });
        host.Shelf.Add(Enumerable.Range(0, 200).Select(_ =>
            (random.NextSpan() with { TraceId = root.TraceId }).Build(random.NextResource(), random.NextScope())));
        host.Shelf.Add("other", new SpanBuilder { TraceId = new TraceId(1, 1), StartUnixNano = SpanBuilder.Epoch - 1 });
        var ledger = host.Services.GetRequiredService<SpanLedger>();
        ledger.Receive(1);
        ledger.Settle(SpanFate.Stored, "durable", 1);
    }
}
