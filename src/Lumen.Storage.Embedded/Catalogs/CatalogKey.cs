using System.Text;
using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Catalogs;

/// <summary>A resource or a scope as one string of bytes: its message, counted, and its schema URL.</summary>
internal static class CatalogKey
{
    internal static void Write(ByteBuilder bytes, ReadOnlySpan<byte> message, ReadOnlySpan<byte> schemaUrl)
    {
        bytes.AddCounted(message);
        bytes.Add(schemaUrl);
    }

    /// <summary>The bytes of the message.</summary>
    internal static ReadOnlyMemory<byte> MessageOf(byte[] key)
    {
        var parser = new ByteParser(key);
        var length = parser.TakeInt();
        return key.AsMemory(parser.Position, length);
    }

    internal static string SchemaUrlOf(byte[] key)
    {
        var parser = new ByteParser(key);
        var length = parser.TakeInt();
        return Encoding.UTF8.GetString(key.AsSpan(parser.Position + length));
    }
}
