using System.Collections.Frozen;

namespace Lumen.Queries.Text;

/// <summary>Fields as they stand in the text form.</summary>
internal static class FieldText
{
    private static readonly (string Name, IntrinsicField Field)[] Names =
    [
        ("service", IntrinsicField.Service), ("name", IntrinsicField.Name), ("kind", IntrinsicField.Kind),
        ("status", IntrinsicField.Status), ("statusMessage", IntrinsicField.StatusMessage), ("duration", IntrinsicField.Duration),
        ("traceDuration", IntrinsicField.TraceDuration), ("traceId", IntrinsicField.TraceId), ("spanId", IntrinsicField.SpanId),
        ("parentId", IntrinsicField.ParentId), ("scope:name", IntrinsicField.ScopeName), ("scope:version", IntrinsicField.ScopeVersion),
        ("event:name", IntrinsicField.EventName),
        ("operation", IntrinsicField.Name), ("span:name", IntrinsicField.Name), ("span:kind", IntrinsicField.Kind),
        ("span:status", IntrinsicField.Status), ("span:statusMessage", IntrinsicField.StatusMessage),
        ("span:duration", IntrinsicField.Duration), ("trace:duration", IntrinsicField.TraceDuration), ("trace:id", IntrinsicField.TraceId),
        ("span:id", IntrinsicField.SpanId), ("span:parentID", IntrinsicField.ParentId),
        ("instrumentation:name", IntrinsicField.ScopeName), ("instrumentation:version", IntrinsicField.ScopeVersion),
    ];

    private static readonly (string Prefix, AttributeLevel Level)[] Levels =
    [
        ("span.", AttributeLevel.Span), ("resource.", AttributeLevel.Resource), ("scope.", AttributeLevel.Scope),
        ("event.", AttributeLevel.Event), ("link.", AttributeLevel.Link), ("instrumentation.", AttributeLevel.Scope),
        (".", AttributeLevel.Any),
    ];

    /// <summary>Fields of other languages which people try here: better a sentence than a search that finds nothing.</summary>
    private static readonly string[] Foreign = ["rootName", "rootServiceName", "childCount", "nestedSetParent"];

    private static readonly string[] Domains = ["trace", "span", "resource", "scope", "instrumentation", "event", "link"];

    private static readonly FrozenDictionary<string, IntrinsicField> ByName =
        Names.ToFrozenDictionary(static entry => entry.Name, static entry => entry.Field, StringComparer.Ordinal);

    /// <summary>The name of an intrinsic field.</summary>
    internal static string NameOf(IntrinsicField field) => Names.First(entry => entry.Field == field).Name;

    /// <summary>The text of a field.</summary>
    internal static string Print(SpanField field)
    {
        if (field.Intrinsic is { } intrinsic)
        {
            return NameOf(intrinsic);
        }

        var prefix = field.Level == AttributeLevel.Any ? string.Empty : Levels.First(entry => entry.Level == field.Level).Prefix;
        var isPlain = field.Key.Length > 0 && field.Key.All(PredicateLexer.IsWordCharacter) && (prefix.Length > 0 || IsPlain(field.Key));
        return prefix + (isPlain ? field.Key : TextLiteral.Quote(field.Key));
    }

    /// <summary>The field that a word names, with the quoted key that follows it directly, if any.</summary>
    /// <param name="word">The word; empty where there is a quoted key alone.</param>
    /// <param name="quoted">The quoted key; null for none.</param>
    /// <param name="problem">What is wrong, where there is no such field.</param>
    internal static SpanField? Find(string word, string? quoted, out string? problem)
    {
        problem = null;
        var level = Levels.FirstOrDefault(entry => word.StartsWith(entry.Prefix, StringComparison.Ordinal));
        if (quoted is not null)
        {
            if (word.Length == 0 || word == level.Prefix)
            {
                return SpanField.Attribute(level.Level, quoted);
            }

            problem = "a quoted key follows a level and a point, such as resource.\"odd key\"";
            return null;
        }

        if (level.Prefix is { } prefix)
        {
            problem = word.Length > prefix.Length ? null : $"a key is missing behind '{prefix}'";
            return problem is null ? SpanField.Attribute(level.Level, word[prefix.Length..]) : null;
        }

        if (ByName.TryGetValue(word, out var intrinsic))
        {
            return SpanField.Of(intrinsic);
        }

        problem = IsForeign(word)
            ? $"there is no field '{word}'; quote it if it is the key of an attribute, or write one of "
                + string.Join(", ", ByName.Keys.Order(StringComparer.Ordinal))
            : null;
        return problem is null ? SpanField.Attribute(AttributeLevel.Any, word) : null;
    }

    /// <summary>Whether a key at any level reads back as itself without quotes.</summary>
    private static bool IsPlain(string key) =>
        !PredicateLexer.IsKeyword(key)
        && Find(key, null, out _) is { Intrinsic: null, Level: AttributeLevel.Any } field && field.Key == key;

    private static bool IsForeign(string word)
    {
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        return Foreign.Contains(word) || (colon > 0 && Domains.Contains(word[..colon]));
    }
}
