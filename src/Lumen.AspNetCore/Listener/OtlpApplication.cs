using Lumen.AspNetCore.Otlp;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Lumen.AspNetCore.Listener;

/// <summary>What the listener's servers run: OTLP routes and nothing else. Thread-safe.</summary>
internal sealed class OtlpApplication(OtlpRoutes routes) : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures)
    {
        // The server keeps one context a connection or stream: it is used again for the next request there.
        if (contextFeatures is not IHostContextContainer<HttpContext> container)
        {
            return new DefaultHttpContext(contextFeatures);
        }

        if (container.HostContext is DefaultHttpContext earlier)
        {
            earlier.Initialize(contextFeatures);
        }
        else
        {
            container.HostContext = new DefaultHttpContext(contextFeatures);
        }

        return container.HostContext!;
    }

    public Task ProcessRequestAsync(HttpContext context) => routes.InvokeAsync(context);

    public void DisposeContext(HttpContext context, Exception? exception) => ((DefaultHttpContext)context).Uninitialize();
}
