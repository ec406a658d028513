using Lumen.Queries;
using Lumen.Storage;
using Lumen.TestKit.Oracle;

namespace Lumen.AspNetCore.Tests.Senders;

/// <summary>Compares what a sender sent with what is stored.</summary>
internal static class SentAssert
{
    /// <summary>The span, its resource and its scope are stored as they were sent, with attributes, events and links.</summary>
    internal static async Task<Span> IsStoredAsync(ReceivingHost host, SentSpan sent)
    {
        var stored = await host.FindAsync(sent.TraceId, sent.Id);
        Assert.Equal(sent.Span, TestKit.Oracle.Span.Parser.ParseFrom(stored.Encoded.Span));
        Assert.Equal(sent.Resource, TestKit.Oracle.Resource.Parser.ParseFrom(stored.Resource.Encoded.Span));
        Assert.Equal(sent.Scope, InstrumentationScope.Parser.ParseFrom(stored.Scope.Encoded.Span));
        return stored;
    }

    /// <summary>A search for everything that the span says of itself finds its trace.</summary>
    internal static async Task IsFoundBySearchAsync(ReceivingHost host, Span stored)
    {
        var id = new SpanCondition(SpanField.Of(IntrinsicField.SpanId), ConditionOperator.Equal, $"{stored.Id}");
        var says = new List<SpanPredicate> { id };
        Add(says, AttributeLevel.Span, stored.Attributes);
        Add(says, AttributeLevel.Resource, stored.Resource.Attributes);
        says.AddRange(stored.Events.Select(item =>
            new SpanCondition(SpanField.Of(IntrinsicField.EventName), ConditionOperator.Equal, item.Name)));
        Add(says, AttributeLevel.Event, stored.Events.SelectMany(item => item.Attributes));
        Add(says, AttributeLevel.Link, stored.Links.SelectMany(item => item.Attributes));
        foreach (var some in says.Chunk(SpanPredicate.MaxConditions))
        {
            var query = new TraceQuery
            {
                Service = stored.Service,
                Operation = stored.Name,
                Kind = stored.Kind,
                Status = stored.Status,
                Where = SpanPredicate.All(some),
            };
            var page = await host.Reader.SearchAsync(query, TestContext.Current.CancellationToken);
            Assert.True(page.Traces.Any(trace => trace.TraceId == stored.TraceId), $"Not found by {query.Where}.");
        }
    }

    private static void Add(List<SpanPredicate> conditions, AttributeLevel level, IEnumerable<KeyValue> attributes) =>
        conditions.AddRange(attributes.Select(item => SpanCondition.Attribute(level, item.Key, $"{item.Value}")));
}
