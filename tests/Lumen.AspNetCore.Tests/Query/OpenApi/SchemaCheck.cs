using System.Text.Json;
using System.Text.RegularExpressions;

namespace Lumen.AspNetCore.Tests.Query.OpenApi;

/// <summary>
/// Holds a JSON value against a schema of the OpenAPI document: the keywords that document uses, each strictly. A keyword it does not know
/// fails, so that none is silently without effect.
/// </summary>
internal sealed class SchemaCheck(JsonElement document)
{
    private readonly List<string> _violations = [];

    /// <summary>Everything that does not fit, each with its place.</summary>
    internal static IReadOnlyList<string> Violations(JsonElement document, JsonElement schema, JsonElement value)
    {
        var check = new SchemaCheck(document);
        check.Visit(schema, value, "$");
        return check._violations;
    }

    private void Visit(JsonElement schema, JsonElement value, string place)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            switch (keyword.Name)
            {
                case "$ref":
                    Visit(Resolve(keyword.Value.GetString()!), value, place);
                    break;
                case "oneOf":
                    RequireExactlyOne(keyword.Value, value, place);
                    break;
                case "type":
                    Require(TypeFits(keyword.Value, value), place, $"is {value.ValueKind}, not {keyword.Value}");
                    break;
                case "enum":
                    var isListed = keyword.Value.EnumerateArray().Any(item => JsonElement.DeepEquals(item, value));
                    Require(isListed, place, $"{value} is none of {keyword.Value}");
                    break;
                case "pattern" when value.ValueKind == JsonValueKind.String:
                    var matches = Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!);
                    Require(matches, place, $"{value} does not match {keyword.Value}");
                    break;
                case "minimum" when value.ValueKind == JsonValueKind.Number:
                    Require(value.GetDouble() >= keyword.Value.GetDouble(), place, $"{value} is below {keyword.Value}");
                    break;
                case "required" when value.ValueKind == JsonValueKind.Object:
                    foreach (var name in keyword.Value.EnumerateArray())
                    {
                        Require(value.TryGetProperty(name.GetString()!, out _), place, $"has no '{name}'");
                    }

                    break;
                case "items" when value.ValueKind == JsonValueKind.Array:
                    VisitItems(keyword.Value, value, place);
                    break;
                case "properties" when value.ValueKind == JsonValueKind.Object:
                    VisitProperties(schema, value, place);
                    break;
                case "additionalProperties" or "pattern" or "minimum" or "required" or "items" or "properties" or "description":
                    VisitMap(schema, value, place);
                    break;
                default:
                    Require(false, place, $"the check does not know the keyword '{keyword.Name}'");
                    break;
            }
        }
    }

    private void VisitItems(JsonElement schema, JsonElement value, string place)
    {
        foreach (var (number, item) in value.EnumerateArray().Index())
        {
            Visit(schema, item, $"{place}[{number}]");
        }
    }

    private void VisitProperties(JsonElement schema, JsonElement value, string place)
    {
        var properties = schema.GetProperty("properties");
        foreach (var property in value.EnumerateObject())
        {
            if (properties.TryGetProperty(property.Name, out var known))
            {
                Visit(known, property.Value, $"{place}.{property.Name}");
            }
            else
            {
                Require(false, place, $"has '{property.Name}', which is not described");
            }
        }
    }

    /// <summary>An object whose names are not fixed: each value has the schema of <c>additionalProperties</c>.</summary>
    private void VisitMap(JsonElement schema, JsonElement value, string place)
    {
        if (value.ValueKind == JsonValueKind.Object && !schema.TryGetProperty("properties", out _)
            && schema.TryGetProperty("additionalProperties", out var each) && each.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject())
            {
                Visit(each, property.Value, $"{place}.{property.Name}");
            }
        }
    }

    private void RequireExactlyOne(JsonElement schemas, JsonElement value, string place)
    {
        var tries = schemas.EnumerateArray().Select(schema => Violations(document, schema, value)).ToList();
        var fitting = tries.Count(violations => violations.Count == 0);
        var reasons = string.Join("; ", tries.SelectMany(violations => violations.Take(3)));
        Require(fitting == 1, place, $"fits {fitting} of the alternatives; {reasons}");
    }

    private void Require(bool condition, string place, string otherwise)
    {
        if (!condition)
        {
            _violations.Add($"{place}: {otherwise}");
        }
    }

    private JsonElement Resolve(string reference) =>
        reference[2..].Split('/').Aggregate(document, (element, name) => element.GetProperty(name));

    private static bool TypeFits(JsonElement type, JsonElement value) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Any(one => TypeFits(one, value))
        : (type.GetString(), value.ValueKind) switch
        {
            ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) => true,
            ("boolean", JsonValueKind.True or JsonValueKind.False) or ("null", JsonValueKind.Null) => true,
            ("number", JsonValueKind.Number) => true,
            ("integer", JsonValueKind.Number) => value.TryGetInt64(out _),
            _ => false,
        };
}
