using System.Globalization;
using Lumen.TestKit;

namespace Lumen.Storage.Embedded.Names;

/// <summary>Requests in which every span has a name of its own, a service of its own, an attribute key of its own, or all.</summary>
/// <param name="what">What every span has of its own.</param>
internal sealed class ManyNames(OfItsOwn what)
{
    private const int SpansARequest = 250;

    internal const string Key = "key";

    /// <summary>The requests for so many spans.</summary>
    internal IEnumerable<OtlpRequestBuilder> Requests(int spans)
    {
        for (var first = 0; first < spans; first += SpansARequest)
        {
            var request = new OtlpRequestBuilder();
            for (var number = first; number < Math.Min(first + SpansARequest, spans); number++)
            {
                if (number == first || what.HasFlag(OfItsOwn.Service))
                {
                    request.Resource(ServiceOf(number)).Scope("library");
                }

                request.Add(SpanOf(number));
            }

            yield return request;
        }
    }

    internal string ServiceOf(int number) => NameOf("service", what.HasFlag(OfItsOwn.Service) ? number : 0);

    internal string OperationOf(int number) => NameOf("operation", what.HasFlag(OfItsOwn.Operation) ? number : 0);

    internal string KeyOf(int number) => NameOf(Key, what.HasFlag(OfItsOwn.Key) ? number : 0);

    internal static TraceId TraceOf(int number) => new(7, 1 + (ulong)number);

    private SpanBuilder SpanOf(int number) => new()
    {
        TraceId = TraceOf(number), SpanId = new SpanId(1 + (ulong)number), Name = OperationOf(number),
        StartUnixNano = SpanBuilder.Epoch + (ulong)number, EndUnixNano = SpanBuilder.Epoch + (ulong)number + 5,
        Attributes = [new KeyValue(KeyOf(number), AnyValue.Of(number))],
    };

    private static string NameOf(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}-of-many-{number:D7}");
}

/// <summary>What every span may have of its own.</summary>
[Flags]
internal enum OfItsOwn
{
    None = 0,
    Operation = 1,
    Service = 2,
    Key = 4,
    All = Operation | Service | Key,
}
