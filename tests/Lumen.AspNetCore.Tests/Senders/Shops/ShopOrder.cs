namespace Lumen.AspNetCore.Tests.Senders.Shops;

/// <summary>What a shop made of one request: ids that the test chose, and ids that the shop told.</summary>
/// <param name="Trace">The trace, chosen by the test.</param>
/// <param name="Caller">The parent of the request's span, chosen by the test; no span of it exists.</param>
/// <param name="Call">The span of the shop's call to itself.</param>
/// <param name="Own">The span that the shop made by hand; null where it makes none.</param>
internal sealed record ShopOrder(TraceId Trace, SpanId Caller, SpanId Call, SpanId? Own)
{
    /// <summary>How many of the spans that the shop must have made are among these.</summary>
    internal int CountIn(IEnumerable<(SpanId Id, SpanId Parent)> spans)
    {
        var all = spans.ToList();
        return all.Count(span => span.Parent == Caller || span.Id == Call || span.Parent == Call || span.Id == Own);
    }

    /// <summary>How many spans the shop must have made: of the request, the call, the call's request, and its own.</summary>
    internal int Expected => Own is null ? 3 : 4;
}
