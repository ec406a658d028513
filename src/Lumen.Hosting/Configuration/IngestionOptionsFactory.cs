using Lumen.Ingestion;
using Lumen.Otlp;
using Lumen.Queries;

namespace Lumen.Hosting;

/// <summary>What the flat options of the host mean to ingestion.</summary>
internal static class IngestionOptionsFactory
{
    internal static IngestionOptions Create(LumenOptions options) => new()
    {
        Limits = new OtlpLimits
        {
            MaxSpans = options.MaxSpansPerRequest,
            MaxAttributes = options.MaxAttributes,
            MaxEvents = options.MaxEvents,
            MaxLinks = options.MaxLinks,
            MaxValueBytes = options.MaxValueBytes,
            MaxDepth = options.MaxDepth,
        },
        MaxRequestBytes = options.MaxRequestBytes,
        MaxQueuedRequests = options.MaxQueuedRequests,
        MaxWait = options.MaxWait,
        Acknowledge = options.Acknowledge,
        Hooks = new SpanHooks
        {
            DropSpans = [.. options.DropSpans.Select(SpanPredicate.Parse)],
            DropAttributes = [.. options.DropAttributes],
            RedactAttributes = [.. options.RedactAttributes],
            ResourceAttributes = new Dictionary<string, string>(options.ResourceAttributes),
        },
    };
}
