using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Lumen.AspNetCore.Otlp;

/// <summary>The host's own limit on bodies.</summary>
internal static class HostBodyLimit
{
    /// <summary>Takes it off a request whose body has not been read: Lumen counts itself, and answers in the protocol's way.</summary>
    public static void Lift(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = null;
        }
    }
}
