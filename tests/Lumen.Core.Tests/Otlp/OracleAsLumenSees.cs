using Google.Protobuf;
using Oracle = Lumen.TestKit.Oracle;

namespace Lumen.Core.Tests.Otlp;

/// <summary>
/// Generated messages without the differences that mean nothing to Lumen: a parent id of zeros is none, a status that says nothing is none,
/// and an attribute without a value has an empty one.
/// </summary>
internal static class OracleAsLumenSees
{
    /// <summary>Reads requests without the fields that are unknown, which are kept by Lumen but not compared.</summary>
    internal static MessageParser<Oracle.ExportRequest> Parser { get; } = Oracle.ExportRequest.Parser.WithDiscardUnknownFields(true);

    internal static Oracle.Span Of(Oracle.Span span)
    {
        span.ParentSpanId = span.ParentSpanId.All(value => value == 0) ? ByteString.Empty : span.ParentSpanId;
        span.Status = span.Status is { Code: 0, Message: "" } ? null : span.Status;
        FillValues(span.Attributes);
        FillValues(span.Events.SelectMany(item => item.Attributes));
        FillValues(span.Links.SelectMany(link => link.Attributes));
        return span;
    }

    private static void FillValues(IEnumerable<Oracle.KeyValue> attributes)
    {
        foreach (var attribute in attributes)
        {
            attribute.Value ??= new Oracle.AnyValue();
            FillValues(attribute.Value);
        }
    }

    private static void FillValues(Oracle.AnyValue value)
    {
        FillValues(value.KvlistValue?.Values ?? []);
        foreach (var element in value.ArrayValue?.Values ?? [])
        {
            FillValues(element);
        }
    }
}
