using System.Text.Json;
using Lumen.AspNetCore.Query.Parameters;
using Lumen.Queries;

namespace Lumen.AspNetCore.Jaeger;

/// <summary>
/// The attributes of a Jaeger search, a JSON object of keys and values: each must be on the span as an attribute at any level with this
/// printed value. Tags that Jaeger makes up of the fields of a span ask for those fields.
/// </summary>
internal static class JaegerAttributes
{
    /// <summary>Reads them; what is wrong stands in <see cref="QueryParameters.Problem"/> afterwards.</summary>
    /// <returns>The predicate; null if there is none.</returns>
    internal static SpanPredicate? Read(QueryParameters parameters)
    {
        const string Name = "query.attributes";
        if (parameters.Text(Name) is not { } text)
        {
            return null;
        }

        try
        {
            using var attributes = JsonDocument.Parse(text);
            if (attributes.RootElement.ValueKind == JsonValueKind.Object)
            {
                var parts = attributes.RootElement.EnumerateObject().Select(static attribute => Of(attribute)).ToList();
                return parts.Count == 0 ? null : SpanPredicate.All(parts);
            }
        }
        catch (ArgumentException problem)
        {
            parameters.RefuseValue(Name, text, problem.Message.TrimEnd('.'));
            return null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // No JSON, or half a character in it: refused below, with what is no object.
        }

        parameters.RefuseValue(Name, text, "write a JSON object of texts, such as {\"http.request.method\":\"GET\"}");
        return null;
    }

    private static SpanPredicate Of(JsonProperty attribute)
    {
        var value = attribute.Value.ValueKind switch
        {
            JsonValueKind.String => attribute.Value.GetString()!,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => attribute.Value.GetRawText(),
            _ => throw new ArgumentException($"the value of '{attribute.Name}' is no text"),
        };
        var tag = SpanCondition.Attribute(AttributeLevel.Any, attribute.Name, value);
        return FieldOf(attribute.Name, value) is { } field ? SpanPredicate.Any(field, tag) : tag;
    }

    private static SpanCondition? FieldOf(string tag, string value) => tag switch
    {
        "error" when value == "true" => Equal(IntrinsicField.Status, SpanWords.Of(SpanStatus.Error)),
        "span.kind" when SpanWords.Kinds.Contains(value) => Equal(IntrinsicField.Kind, value),
        "otel.status_code" when value is "OK" or "ERROR" or "UNSET" => Equal(IntrinsicField.Status, value.ToLowerInvariant()),
        "otel.status_description" => Equal(IntrinsicField.StatusMessage, value),
        "otel.scope.name" => Equal(IntrinsicField.ScopeName, value),
        "otel.scope.version" => Equal(IntrinsicField.ScopeVersion, value),
        _ => null,
    };

    private static SpanCondition Equal(IntrinsicField field, string value) => new(SpanField.Of(field), ConditionOperator.Equal, value);
}
