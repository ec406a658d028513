using Lumen.Otlp;

namespace Lumen.Ingestion.Tests.Validation;

/// <summary>
/// The same request with its singular messages (resource, scope, status, values, lists) in several pieces, which a reader must merge, and
/// with earlier alternatives of values, which do not count.
/// </summary>
internal sealed class WirePieces(int seed)
{
    /// <summary>What may be split: the fields of each message that are messages themselves, with the kind of message they hold.</summary>
    private static readonly Dictionary<(string Message, int Field), (string Message, bool IsSingular)> Messages = new()
    {
        [("Request", OtlpFields.Request.ResourceSpans)] = ("ResourceSpans", false),
        [("ResourceSpans", OtlpFields.ResourceSpans.Resource)] = ("Resource", true),
        [("ResourceSpans", OtlpFields.ResourceSpans.ScopeSpans)] = ("ScopeSpans", false),
        [("ScopeSpans", OtlpFields.ScopeSpans.Scope)] = ("Scope", true),
        [("ScopeSpans", OtlpFields.ScopeSpans.Spans)] = ("Span", false),
        [("Resource", OtlpFields.Resource.Attributes)] = ("KeyValue", false),
        [("Scope", OtlpFields.Scope.Attributes)] = ("KeyValue", false),
        [("Span", OtlpFields.Span.Attributes)] = ("KeyValue", false),
        [("Span", OtlpFields.Span.Status)] = ("Status", true),
        [("KeyValue", OtlpFields.KeyValue.Value)] = ("AnyValue", true),
        [("AnyValue", OtlpFields.AnyValue.Array)] = ("ArrayValue", true),
        [("AnyValue", OtlpFields.AnyValue.KeyValueList)] = ("KeyValueList", true),
        [("ArrayValue", OtlpFields.ListValues)] = ("AnyValue", false),
        [("KeyValueList", OtlpFields.ListValues)] = ("KeyValue", false),
    };

    private readonly Random _random = new(seed);

    internal byte[] Of(byte[] request) => Join(Split("Request", request));

    /// <summary>The fields of a message, each split further.</summary>
    private List<byte[]> Split(string message, ReadOnlySpan<byte> bytes)
    {
        var fields = new List<byte[]>();
        if (message == "AnyValue" && _random.Next(4) == 0)
        {
            var element = Repairing.Field(writer => writer.WriteVarint(OtlpFields.AnyValue.Int, 7));
            var list = Repairing.Field(writer => writer.WriteBytes(OtlpFields.ListValues, element));
            fields.Add(Repairing.Field(writer => writer.WriteBytes(OtlpFields.AnyValue.Array, list)));
            fields.Add(Repairing.Field(writer => writer.WriteVarint(OtlpFields.AnyValue.Bool, 1)));
        }

        var reader = new ProtobufReader(bytes);
        while (reader.Next(out var field))
        {
            if (Messages.TryGetValue((message, field.Number), out var inner))
            {
                fields.AddRange(Pieces(field.Number, Split(inner.Message, field.Bytes), inner.IsSingular));
            }
            else
            {
                fields.Add(bytes[field.Start..reader.Position].ToArray());
            }
        }

        return fields;
    }

    private IEnumerable<byte[]> Pieces(int number, List<byte[]> fields, bool isSingular)
    {
        var first = isSingular && _random.Next(2) == 0 ? _random.Next(fields.Count + 1) : fields.Count;
        yield return Repairing.Field(writer => writer.WriteBytes(number, Join(fields[..first])));
        if (first < fields.Count)
        {
            yield return Repairing.Field(writer => writer.WriteBytes(number, Join(fields[first..])));
        }
    }

    private static byte[] Join(List<byte[]> fields) => [.. fields.SelectMany(field => field)];
}
