using System.Buffers;
using System.Text.Unicode;
using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>Writes texts, values and attributes again, mended and cut to the limits.</summary>
internal sealed class ValueRewriter
{
    private readonly ProtobufWriter _writer;
    private readonly ArrayPool<byte> _pool;
    private readonly OtlpLimits _limits;
    private readonly RepairReport _report;

    internal ValueRewriter(ProtobufWriter writer, ArrayPool<byte> pool, OtlpLimits limits, RepairReport report)
    {
        _writer = writer;
        _pool = pool;
        _limits = limits;
        _report = report;
    }

    internal void WriteText(int field, ReadOnlySpan<byte> text)
    {
        var kept = Utf8Repair.Cut(text, _limits.MaxValueBytes);
        if (Utf8.IsValid(text))
        {
            _writer.WriteBytes(field, kept);
        }
        else
        {
            var mark = _writer.BeginMessage(field);
            Utf8Repair.Write(_writer, kept);
            // What stands for a bad byte is longer than it.
            _writer.Truncate(mark + Utf8Repair.Cut(_writer.Written[mark..], _limits.MaxValueBytes).Length);
            _writer.EndMessage(mark);
            _report.MendedTexts++;
        }

        _report.CutValues += text.Length > _limits.MaxValueBytes ? 1 : 0;
    }

    /// <summary>Writes the content of a message that is a name and attributes in the main.</summary>
    internal void WriteAttributed(ReadOnlySpan<byte> message, in AttributedFields fields)
    {
        var attributes = new ItemCounter(_limits.MaxAttributes);
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            if (field.Number == fields.Attributes)
            {
                WriteAttribute(field, ref attributes);
            }
            else if (field.Number == fields.DroppedAttributesCount)
            {
                attributes.TakeSent(field.Value);
            }
            else if (field.Number == fields.FirstText || field.Number == fields.SecondText)
            {
                WriteText(field.Number, field.Bytes);
            }
            else
            {
                _writer.WriteRaw(message[field.Start..reader.Position]);
            }
        }

        attributes.Write(_writer, fields.DroppedAttributesCount);
    }

    /// <summary>Writes an attribute if there is room for it. One that had to be emptied counts as kept and as dropped.</summary>
    internal void WriteAttribute(ProtobufField field, ref ItemCounter attributes)
    {
        if (!attributes.TryKeep())
        {
            _report.DroppedAttributes++;
            return;
        }

        var mark = _writer.BeginMessage(field.Number);
        var isDeep = false;
        WriteKeyValue(field.Bytes, depth: 0, ref isDeep);
        _writer.EndMessage(mark);
        if (isDeep)
        {
            attributes.Drop();
            _report.DeepAttributes++;
        }
    }

    private void WriteKeyValue(ReadOnlySpan<byte> message, int depth, ref bool isDeep)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            if (field.Number == OtlpFields.KeyValue.Key)
            {
                WriteText(field.Number, field.Bytes);
            }
            else if (field.Number != OtlpFields.KeyValue.Value)
            {
                _writer.WriteRaw(message[field.Start..reader.Position]);
            }
        }

        using var value = MergedField.Find(message, OtlpFields.KeyValue.Value, _pool);
        if (value.IsFound)
        {
            var mark = _writer.BeginMessage(OtlpFields.KeyValue.Value);
            WriteValue(value.Content, depth, ref isDeep);
            _writer.EndMessage(mark);
        }
    }

    private void WriteValue(ReadOnlySpan<byte> message, int depth, ref bool isDeep)
    {
        // Of the alternatives the last one is meant; a list in several pieces begins behind the last of another kind.
        var (alternative, begin) = (0, 0);
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            if (field.Number > OtlpFields.AnyValue.Bytes)
            {
                _writer.WriteRaw(message[field.Start..reader.Position]);
            }
            else if (field.Number != alternative || !IsList(alternative))
            {
                (alternative, begin) = (field.Number, field.Start);
            }
        }

        if (IsList(alternative))
        {
            using var list = MergedField.Find(message[begin..], alternative, _pool);
            WriteList(alternative, list.Content, depth + 1, ref isDeep);
        }
        else if (alternative != 0)
        {
            WriteScalar(message[begin..]);
        }
    }

    private void WriteScalar(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        reader.Next(out var field);
        switch (field.Number)
        {
            case OtlpFields.AnyValue.String:
                WriteText(field.Number, field.Bytes);
                break;
            case OtlpFields.AnyValue.Bytes:
                _writer.WriteBytes(field.Number, field.Bytes[..Math.Min(field.Bytes.Length, _limits.MaxValueBytes)]);
                _report.CutValues += field.Bytes.Length > _limits.MaxValueBytes ? 1 : 0;
                break;
            default:
                _writer.WriteRaw(message[..reader.Position]);
                break;
        }
    }

    private void WriteList(int alternative, ReadOnlySpan<byte> list, int depth, ref bool isDeep)
    {
        if (depth > _limits.MaxDepth)
        {
            isDeep = true;
            return;
        }

        var mark = _writer.BeginMessage(alternative);
        var reader = new ProtobufReader(list);
        while (reader.Next(out var field))
        {
            if (field.Number != OtlpFields.ListValues)
            {
                _writer.WriteRaw(list[field.Start..reader.Position]);
                continue;
            }

            var element = _writer.BeginMessage(field.Number);
            if (alternative == OtlpFields.AnyValue.Array)
            {
                WriteValue(field.Bytes, depth, ref isDeep);
            }
            else
            {
                WriteKeyValue(field.Bytes, depth, ref isDeep);
            }

            _writer.EndMessage(element);
        }

        _writer.EndMessage(mark);
    }

    private static bool IsList(int alternative) => alternative is OtlpFields.AnyValue.Array or OtlpFields.AnyValue.KeyValueList;
}
