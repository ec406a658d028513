using System.Diagnostics;

namespace Lumen.Ingestion;

/// <summary>
/// Recognises the requests by which this process sends telemetry. Its exporter keeps them out of its own traces, which a listener beside it
/// cannot know: captured, they would tell of nothing but themselves, every few seconds.
/// </summary>
internal static class ExportActivities
{
    private static readonly string[] Endings = ["/v1/traces", "/v1/metrics", "/v1/logs"];

    internal static bool Include(Activity activity)
    {
        if (activity.Kind != ActivityKind.Client)
        {
            return false;
        }

        var url = (activity.GetTagItem("url.full") ?? activity.GetTagItem("http.url")) as string;
        return url is not null && Uri.TryCreate(url, UriKind.Absolute, out var address) && IsExport(address.AbsolutePath);
    }

    private static bool IsExport(string path) =>
        path.StartsWith("/opentelemetry.proto.collector.", StringComparison.Ordinal)
        || Array.Exists(Endings, ending => path.EndsWith(ending, StringComparison.Ordinal));
}
