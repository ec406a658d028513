using Lumen.TestKit.Oracle;

namespace Lumen.AspNetCore.Tests.Senders;

/// <summary>A span that a sender sent, with what it belongs to, as the generated classes read it.</summary>
internal sealed record SentSpan(TestKit.Oracle.Resource Resource, InstrumentationScope Scope, TestKit.Oracle.Span Span)
{
    internal TraceId TraceId => TraceId.FromBytes(Span.TraceId.Span);

    internal SpanId Id => SpanId.FromBytes(Span.SpanId.Span);

    internal static IEnumerable<SentSpan> In(IEnumerable<ExportRequest> requests) =>
        from request in requests
        from resource in request.ResourceSpans
        from scope in resource.ScopeSpans
        from span in scope.Spans
        select new SentSpan(resource.Resource, scope.Scope, span);
}
