namespace Lumen.Otlp;

/// <summary>
/// Makes the last of repeated keys win: what an earlier one wrote is void, and is taken out when its object ends, in one pass over the
/// fields of that message however often keys were repeated.
/// </summary>
internal sealed class RepeatedKeys
{
    private readonly List<(int Field, int End)> _voided = [];

    /// <summary>Begins an object.</summary>
    /// <returns>The mark to hand to the other methods.</returns>
    internal int Begin() => _voided.Count;

    /// <summary>A key is met again: what stands for its field so far is void.</summary>
    /// <param name="mark">The mark of the object.</param>
    /// <param name="field">The field number.</param>
    /// <param name="length">How long the object's message is so far.</param>
    internal void Void(int mark, int field, int length)
    {
        var index = _voided.FindIndex(mark, entry => entry.Field == field);
        if (index < 0)
        {
            _voided.Add((field, length));
        }
        else
        {
            _voided[index] = (field, length);
        }
    }

    /// <summary>Ends an object, and takes out of its message what is void.</summary>
    /// <param name="mark">The mark of the object.</param>
    /// <param name="writer">Where the message was written, as the last thing.</param>
    /// <param name="start">Where it begins.</param>
    internal void End(int mark, ProtobufWriter writer, int start)
    {
        if (_voided.Count == mark)
        {
            return;
        }

        // What is kept moves down inside the message, behind what has been read already.
        var message = writer.WrittenFrom(start);
        var kept = 0;
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            if (!IsVoid(mark, field))
            {
                var bytes = message[field.Start..reader.Position];
                bytes.CopyTo(message[kept..]);
                kept += bytes.Length;
            }
        }

        writer.Truncate(start + kept);
        _voided.RemoveRange(mark, _voided.Count - mark);
    }

    private bool IsVoid(int mark, ProtobufField field)
    {
        for (var i = mark; i < _voided.Count; i++)
        {
            if (_voided[i].Field == field.Number && field.Start < _voided[i].End)
            {
                return true;
            }
        }

        return false;
    }
}
