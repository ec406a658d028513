using System.Text.Json;
using Lumen.Otlp;

namespace Lumen.Interchange;

/// <summary>One side of a span: its service and its address.</summary>
internal ref struct ZipkinEndpoint
{
    private RawText _ipv4;
    private RawText _ipv6;
    private ulong _port;

    internal RawText Service { get; private set; }

    internal static ZipkinEndpoint Read(scoped ref Utf8JsonReader json, scoped ref ReadingNotes notes)
    {
        var endpoint = default(ZipkinEndpoint);
        if (!JsonFields.IsObject(ref json, ref notes))
        {
            return endpoint;
        }

        while (JsonFields.NextMember(ref json, out var name))
        {
            if (name.Is("serviceName"u8))
            {
                endpoint.Service = RawText.Read(ref json, ref notes);
            }
            else if (name.Is("ipv4"u8))
            {
                endpoint._ipv4 = RawText.Read(ref json, ref notes);
            }
            else if (name.Is("ipv6"u8))
            {
                endpoint._ipv6 = RawText.Read(ref json, ref notes);
            }
            else if (name.Is("port"u8))
            {
                endpoint._port = JsonFields.Number(ref json, ushort.MaxValue, ref notes);
            }
            else
            {
                json.Skip();
            }
        }

        return endpoint;
    }

    /// <summary>Writes the address as two attributes of a span.</summary>
    internal readonly void WriteAddress(
        ProtobufWriter writer, ReadOnlySpan<byte> addressKey, ReadOnlySpan<byte> portKey, scoped ref ReadingNotes notes)
    {
        var address = _ipv4.IsEmpty ? _ipv6 : _ipv4;
        if (!address.IsEmpty)
        {
            SpanAttributes.Write(writer, OtlpFields.Span.Attributes, addressKey, address, ref notes);
        }

        if (_port != 0)
        {
            SpanAttributes.Write(writer, portKey, (long)_port);
        }
    }
}
