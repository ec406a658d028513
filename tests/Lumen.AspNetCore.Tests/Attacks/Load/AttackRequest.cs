using System.Globalization;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Attacks.Load;

/// <summary>A request of spans of one trace of its own; some have a span that can never be stored, some are large.</summary>
internal sealed class AttackRequest
{
    /// <summary>How many spans each has.</summary>
    internal const int Spans = 20;

    private const int OneInSoManyHasABadSpan = 4;
    private const int OneInSoManyIsLarge = 8;

    /// <param name="number">Its number among all; unlike any other's.</param>
    /// <param name="largeBytes">How many bytes a large one has about.</param>
    internal AttackRequest(int number, int largeBytes)
    {
        Trace = new TraceId(0xA77AC4, (ulong)number + 1);
        var bad = number % OneInSoManyHasABadSpan == 0 ? 1 : 0;
        Storable = Spans - bad;
        var isLarge = number % OneInSoManyIsLarge == 0;
        var padding = isLarge ? new string('x', largeBytes / Spans) : number.ToString(CultureInfo.InvariantCulture);
        var spans = Enumerable.Range(1, Spans).Select(id => new SpanBuilder
        {
            TraceId = id <= bad ? default : Trace, SpanId = new SpanId((ulong)id), Attributes = [new("padding", AnyValue.Of(padding))],
        });
        Body = new OtlpRequestBuilder().Resource("attacked").Scope("attack").Add(spans).Encode();
    }

    internal TraceId Trace { get; }

    /// <summary>How many of its spans can be stored.</summary>
    internal int Storable { get; }

    internal byte[] Body { get; }
}
