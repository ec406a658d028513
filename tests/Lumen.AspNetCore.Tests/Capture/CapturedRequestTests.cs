using System.Diagnostics;
using System.Net;
using Lumen.AspNetCore.Tests.Samples;
using Lumen.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lumen.AspNetCore.Tests.Capture;

/// <summary>A host without any instrumentation, whose requests are captured in the process.</summary>
public sealed class CapturedRequestTests
{
    [Theory]
    [InlineData("/orders/7", "GET /orders/{id}", 200L, SpanStatus.Unset)]
    [InlineData("/fails", "GET /fails", 503L, SpanStatus.Error)]
    [InlineData("/nowhere", "GET", 404L, SpanStatus.Unset)]
    public async Task Request_OfAHostThatCapturesItself_IsASpanByTheConventions(string path, string name, long code, SpanStatus status)
    {
        using var data = new TemporaryFolder();
        await using var application = Build(data.Path);
        await application.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(application.Urls.Single()) };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        var (trace, parent) = (ActivityTraceId.CreateRandom().ToHexString(), ActivitySpanId.CreateRandom().ToHexString());
        request.Headers.Add("traceparent", $"00-{trace}-{parent}-01");

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        var span = await FindAsync(application, TraceId.Parse(trace));
        Assert.Equal((name, SpanKind.Server, status), (span.Name, span.Kind, span.Status));
        Assert.Equal("captured", span.Service);
        Assert.Equal(parent, span.ParentId.ToString());
        var attributes = span.Attributes.ToDictionary(attribute => attribute.Key, attribute => attribute.Value);
        Assert.Equal(AnyValue.Of("GET"), attributes["http.request.method"]);
        Assert.Equal(AnyValue.Of(path), attributes["url.path"]);
        Assert.Equal(AnyValue.Of(code), attributes["http.response.status_code"]);
        Assert.Equal(AnyValue.Of((long)client.BaseAddress.Port), attributes["server.port"]);
    }

    private static async Task<Span> FindAsync(WebApplication application, TraceId trace)
    {
        var reader = application.Services.GetRequiredService<ITraceReader>();
        Trace? found = null;
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (found is null)
        {
            await Task.Delay(50, bound.Token);
            found = await reader.FindTraceAsync(trace, bound.Token);
        }

        // Other tests of this process have clients whose activities may be captured beside it.
        return Assert.Single(found.Spans, span => span.Kind == SpanKind.Server);
    }

    private static WebApplication Build(string directory)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Configuration["OTEL_SERVICE_NAME"] = "captured";
        builder.Services.AddLumen(options =>
        {
            options.DataDirectory = directory;
            options.CaptureThisProcess = true;
            options.CaptureSources.Add("Microsoft.AspNetCore");
        });
        var application = builder.Build();
        application.MapLumen();
        application.MapGet("/orders/{id}", (int id) => id);
        application.MapGet("/fails", () => Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
        return application;
    }
}
