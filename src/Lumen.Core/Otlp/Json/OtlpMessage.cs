namespace Lumen.Otlp;

/// <summary>The fields of one OTLP message, in the order in which JSON is written. Immutable.</summary>
internal sealed class OtlpMessage
{
    private readonly Lazy<OtlpField[]> _fields;
    private readonly Lazy<OtlpField?[]> _byNumber;

    /// <summary>Describes a message.</summary>
    /// <param name="fields">Its fields; asked for once, when the message is first used, since messages contain each other.</param>
    internal OtlpMessage(Func<OtlpField[]> fields)
    {
        _fields = new(fields);
        _byNumber = new(() =>
        {
            var byNumber = new OtlpField?[_fields.Value.Max(static field => field.Number) + 1];
            Array.ForEach(_fields.Value, field => byNumber[field.Number] = field);
            return byNumber;
        });
    }

    /// <summary>Whether of its fields only the one that came last counts.</summary>
    internal bool IsChoice => _fields.Value[0].IsAlternative;

    /// <summary>The highest number that one of its fields has.</summary>
    internal int HighestNumber => _byNumber.Value.Length - 1;

    internal ReadOnlySpan<OtlpField> Fields => _fields.Value;

    internal OtlpField? Find(int number)
    {
        var byNumber = _byNumber.Value;
        return (uint)number < (uint)byNumber.Length ? byNumber[number] : null;
    }

    /// <summary>Finds a field by its key in JSON.</summary>
    /// <param name="key">The key, unescaped.</param>
    /// <param name="position">Where to look first, since senders write fields in order; moved behind the field that was found.</param>
    internal OtlpField? Find(ReadOnlySpan<byte> key, ref int position)
    {
        var fields = _fields.Value;
        for (var i = 0; i < fields.Length; i++)
        {
            var index = position + i < fields.Length ? position + i : position + i - fields.Length;
            if (fields[index].IsNamed(key))
            {
                position = index + 1;
                return fields[index];
            }
        }

        return null;
    }
}
