using System.Globalization;
using Lumen.Queries;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Lumen.AspNetCore.Query.Parameters;

/// <summary>
/// The parameters of one request. Each is read by a method that names it, and the first that does not read right is kept as the refusal;
/// what nobody asked for is refused too, so that a misspelt parameter never silently widens a search. An empty value is as none.
/// </summary>
internal sealed class QueryParameters(IQueryCollection query)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A sentence that names the first bad parameter and says what to write; null if all were good.</summary>
    internal string? Problem { get; private set; }

    /// <summary>Keeps a refusal, unless there is one already.</summary>
    internal void Refuse(string problem) => Problem ??= problem;

    /// <summary>Reads a text.</summary>
    /// <param name="name">The parameter's name; further names mean the same.</param>
    internal string? Text(params ReadOnlySpan<string> name)
    {
        string? found = null;
        foreach (var alias in name)
        {
            _known.Add(alias);
            var values = query[alias];
            if (values.Count > 1 || (found is not null && !StringValues.IsNullOrEmpty(values)))
            {
                Refuse($"'{name[0]}' is given more than once; give it once.");
            }

            found ??= string.IsNullOrEmpty(values) ? null : values[0];
        }

        return found;
    }

    /// <summary>Reads a number of nanoseconds: a duration with its unit, or a bare integer.</summary>
    internal ulong? Nanoseconds(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var nanos) || DurationText.TryParse(text, out nanos))
        {
            return nanos;
        }

        RefuseValue(name, text, $"write {DurationText.Form}, or whole nanoseconds");
        return null;
    }

    /// <summary>Reads a moment.</summary>
    internal ulong? UnixNano(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (TimeText.TryParse(text, out var moment))
        {
            return moment;
        }

        RefuseValue(name, text, $"write {TimeText.AdviceFor(text)}");
        return null;
    }

    /// <summary>Reads an integer within bounds.</summary>
    internal int Integer(string name, int least, int most, int otherwise)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        RefuseValue(name, text, string.Create(CultureInfo.InvariantCulture, $"write a number from {least} to {most}"));
        return otherwise;
    }

    /// <summary>Reads a share from 0 to 1.</summary>
    internal double? Share(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1)
        {
            return share;
        }

        RefuseValue(name, text, "write a share from 0 to 1, such as 0.01");
        return null;
    }

    /// <summary>Reads true or false.</summary>
    internal bool Flag(params ReadOnlySpan<string> name)
    {
        var text = Text(name);
        var valid = bool.TryParse(text, out var flag);
        if (text is not null && !valid)
        {
            RefuseValue(name[0], text, "write true or false");
        }

        return flag;
    }

    /// <summary>Reads one of some words, of any case.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="words">What may be written, in the order they are listed to people.</param>
    /// <returns>The word's place in <paramref name="words"/>; -1 for none.</returns>
    internal int Word(string name, params ReadOnlySpan<string> words) => Word([name], words);

    /// <summary>Reads one of some words, of any case.</summary>
    /// <param name="name">The parameter's name; further names mean the same.</param>
    /// <param name="words">What may be written, in the order they are listed to people.</param>
    /// <returns>The word's place in <paramref name="words"/>; -1 for none.</returns>
    internal int Word(ReadOnlySpan<string> name, ReadOnlySpan<string> words)
    {
        if (Text(name) is not { } text)
        {
            return -1;
        }

        for (var place = 0; place < words.Length; place++)
        {
            if (text.Equals(words[place], StringComparison.OrdinalIgnoreCase))
            {
                return place;
            }
        }

        RefuseValue(name[0], text, words.Length == 1 ? $"write {words[0]}, or leave it out" : $"write one of {string.Join(", ", words)}");
        return -1;
    }

    /// <summary>Refuses parameters that no method has read. To be called last.</summary>
    /// <param name="prefix">Only those that begin with this.</param>
    internal void RefuseUnknown(string prefix = "")
    {
        foreach (var name in query.Keys)
        {
            if (!_known.Contains(name) && name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                var known = _known.Count == 0 ? "takes none" : $"takes: {string.Join(", ", _known.Order(StringComparer.Ordinal))}";
                Refuse($"There is no parameter '{Shortened(name)}' here; this address {known}.");
            }
        }
    }

    /// <summary>Keeps the refusal of a value.</summary>
    internal void RefuseValue(string name, string value, string advice) => Refuse($"'{name}' is '{Shortened(value)}': {advice}.");

    private static string Shortened(string text)
    {
        const int Longest = 100;
        return text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "...");
    }
}
