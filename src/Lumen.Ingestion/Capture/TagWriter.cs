using System.Collections;
using System.Globalization;
using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>Writes a tag of an activity as an OTLP attribute: numbers, truth values, texts and arrays as such, all else as text.</summary>
internal static class TagWriter
{
    internal static void Write(ProtobufWriter writer, int field, string key, object value)
    {
        var mark = writer.BeginMessage(field);
        writer.WriteString(OtlpFields.KeyValue.Key, key);
        WriteValue(writer, OtlpFields.KeyValue.Value, value, isElement: false);
        writer.EndMessage(mark);
    }

    private static void WriteValue(ProtobufWriter writer, int field, object? value, bool isElement)
    {
        var mark = writer.BeginMessage(field);
        switch (value)
        {
            case null:
                break;
            case string text:
                writer.WriteString(OtlpFields.AnyValue.String, text);
                break;
            case bool truth:
                writer.WriteVarint(OtlpFields.AnyValue.Bool, truth ? 1UL : 0UL);
                break;
            case sbyte or byte or short or ushort or int or uint or long:
                writer.WriteVarint(OtlpFields.AnyValue.Int, (ulong)Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case float or double:
                writer.WriteDouble(OtlpFields.AnyValue.Double, Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case Array array when !isElement:
                WriteArray(writer, array);
                break;
            default:
                writer.WriteString(OtlpFields.AnyValue.String, TextOf(value));
                break;
        }

        writer.EndMessage(mark);
    }

    private static void WriteArray(ProtobufWriter writer, IEnumerable array)
    {
        var mark = writer.BeginMessage(OtlpFields.AnyValue.Array);
        foreach (var element in array)
        {
            WriteValue(writer, OtlpFields.ListValues, element, isElement: true);
        }

        writer.EndMessage(mark);
    }

    /// <summary>A tag may hold any object of the application; one that cannot say what it is must not cost the span.</summary>
    private static string TextOf(object value)
    {
        try
        {
            return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }
        catch (Exception)
        {
            return value.GetType().ToString();
        }
    }
}
