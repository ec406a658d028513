using System.Text.Json;

namespace Lumen.Analysis;

/// <summary>The property names of an analysis written as JSON, encoded once.</summary>
internal static class JsonNames
{
    internal static readonly JsonEncodedText After = JsonEncodedText.Encode("after");
    internal static readonly JsonEncodedText Before = JsonEncodedText.Encode("before");
    internal static readonly JsonEncodedText Bottleneck = JsonEncodedText.Encode("bottleneck");
    internal static readonly JsonEncodedText Code = JsonEncodedText.Encode("code");
    internal static readonly JsonEncodedText CriticalNanos = JsonEncodedText.Encode("criticalNanos");
    internal static readonly JsonEncodedText CriticalPath = JsonEncodedText.Encode("criticalPath");
    internal static readonly JsonEncodedText Diagnostics = JsonEncodedText.Encode("diagnostics");
    internal static readonly JsonEncodedText EndUnixNano = JsonEncodedText.Encode("endUnixNano");
    internal static readonly JsonEncodedText Flags = JsonEncodedText.Encode("flags");
    internal static readonly JsonEncodedText Gaps = JsonEncodedText.Encode("gaps");
    internal static readonly JsonEncodedText Kind = JsonEncodedText.Encode("kind");
    internal static readonly JsonEncodedText Message = JsonEncodedText.Encode("message");
    internal static readonly JsonEncodedText Name = JsonEncodedText.Encode("name");
    internal static readonly JsonEncodedText Operations = JsonEncodedText.Encode("operations");
    internal static readonly JsonEncodedText Parent = JsonEncodedText.Encode("parent");
    internal static readonly JsonEncodedText Paths = JsonEncodedText.Encode("paths");
    internal static readonly JsonEncodedText PrimaryRoot = JsonEncodedText.Encode("primaryRoot");
    internal static readonly JsonEncodedText Root = JsonEncodedText.Encode("root");
    internal static readonly JsonEncodedText Roots = JsonEncodedText.Encode("roots");
    internal static readonly JsonEncodedText Sections = JsonEncodedText.Encode("sections");
    internal static readonly JsonEncodedText SelfNanos = JsonEncodedText.Encode("selfNanos");
    internal static readonly JsonEncodedText Service = JsonEncodedText.Encode("service");
    internal static readonly JsonEncodedText Services = JsonEncodedText.Encode("services");
    internal static readonly JsonEncodedText SpanId = JsonEncodedText.Encode("spanId");
    internal static readonly JsonEncodedText Spans = JsonEncodedText.Encode("spans");
    internal static readonly JsonEncodedText StartUnixNano = JsonEncodedText.Encode("startUnixNano");
    internal static readonly JsonEncodedText TraceGaps = JsonEncodedText.Encode("traceGaps");
    internal static readonly JsonEncodedText TraceId = JsonEncodedText.Encode("traceId");
}
