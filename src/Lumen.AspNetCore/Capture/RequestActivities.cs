using System.Diagnostics;
using Lumen.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Lumen.AspNetCore.Capture;

/// <summary>
/// Gives the activities of the host's requests what ASP.NET Core leaves to an instrumentation: a name with the route, the status, and the
/// attributes of OpenTelemetry's HTTP conventions. What an instrumentation has set stays. Only where this process is captured.
/// </summary>
internal sealed class RequestActivities : IObserver<KeyValuePair<string, object?>>
{
    private const string Operation = "Microsoft.AspNetCore.Hosting.HttpRequestIn";
    private const string Stop = $"{Operation}.Stop";

    /// <summary>Describes the requests of a host from its start to its end, if it captures itself.</summary>
    internal static void DescribeWhenStarted(IServiceProvider services)
    {
        // The options are read when the host has started, and not before: until then they may still change.
        if (services.GetService<IHostApplicationLifetime>() is { } lifetime && services.GetService<DiagnosticListener>() is { } requests)
        {
            lifetime.ApplicationStarted.Register(() =>
            {
                if (services.GetRequiredService<IOptions<LumenOptions>>().Value is { Enabled: true, CaptureThisProcess: true })
                {
                    // ASP.NET Core tells of the end only whoever wants to hear of the beginning.
                    var subscription = requests.Subscribe(
                        new RequestActivities(), name => name.StartsWith(Operation, StringComparison.Ordinal));
                    lifetime.ApplicationStopped.Register(subscription.Dispose);
                }
            });
        }
    }

    /// <inheritdoc/>
    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: Stop, Value: HttpContext context }
            && context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } activity)
        {
            RequestDescription.Describe(activity, context);
        }
    }

    /// <inheritdoc/>
    public void OnCompleted()
    {
    }

    /// <inheritdoc/>
    public void OnError(Exception error)
    {
    }
}
