using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Lumen.AspNetCore.Access;

/// <summary>
/// Keeps Lumen from tracing itself: a host that instruments its requests and sends the traces to the Lumen inside it would otherwise
/// record the sending, and send that again, for ever.
/// </summary>
internal static class OwnTraffic
{
    /// <summary>Marks the activities of this request as not to be recorded, from the innermost up to the server's own.</summary>
    internal static void Silence(HttpContext context)
    {
        var request = context.Features.Get<IHttpActivityFeature>()?.Activity;
        for (var activity = Activity.Current; activity is not null; activity = activity.Parent)
        {
            Silence(activity);
            if (request is null || activity == request)
            {
                return;
            }
        }

        // A middleware may have replaced the current activity by one without a parent.
        if (request is not null)
        {
            Silence(request);
        }
    }

    private static void Silence(Activity activity)
    {
        activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        activity.IsAllDataRequested = false;
    }
}
