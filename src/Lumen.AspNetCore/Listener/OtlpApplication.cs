using Lumen.AspNetCore.Otlp;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Lumen.AspNetCore.Listener;

/// <summary>What the listener's servers run: OTLP routes and nothing else. Thread-safe.</summary>
internal sealed class OtlpApplication(OtlpEndpoints endpoints) : IHttpApplication<HttpContext>
{
    private static readonly PathString GrpcPath = GrpcTraceEndpoint.Path;
    private static readonly PathString HttpPath = HttpTraceEndpoint.Path;

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

    public Task ProcessRequestAsync(HttpContext context)
    {
        var path = context.Request.Path;
        return path.Equals(GrpcPath, StringComparison.Ordinal) ? endpoints.Grpc.InvokeAsync(context)
            : path.Equals(HttpPath, StringComparison.Ordinal) ? endpoints.Http.InvokeAsync(context)
            : endpoints.Others.InvokeAsync(context);
    }

    public void DisposeContext(HttpContext context, Exception? exception) => ((DefaultHttpContext)context).Uninitialize();
}
